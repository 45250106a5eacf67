using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.Web.Tests;

public sealed class AuthorizationTests
{
    private static Task<WebFixture> Shop() => WebFixture.Start(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/mine", () => "yours").RequireAuthorization();
            app.MapGet("/operators", () => "yours").RequireAuthorization(policy => policy.RequireRole("operator"));
        },
        services =>
        {
            services.AddAuthentication("name").AddScheme<AuthenticationSchemeOptions, ByName>("name", null);
            services.AddAuthorization();
        });

    [Fact]
    public async Task An_unauthenticated_request_gets_a_problem()
    {
        await using var shop = await Shop();
        await shop.Get("/mine").Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_forbidden_request_gets_a_problem()
    {
        await using var shop = await Shop();
        await shop.Get("/operators", ("Authorization", "ann")).Problem(403, "forbidden");
    }

    private sealed class ByName(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers.Authorization.ToString() is not { Length: > 0 } name)
                return Task.FromResult(AuthenticateResult.NoResult());
            var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme.Name)));
        }
    }
}
