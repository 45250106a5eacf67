using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Web;

/// <summary>
/// Restricts /ops to operators, whichever module maps it, by the key <c>Ops:Key</c>. Without a key /ops is locked; in Development it is
/// open, with a warning in the log.
/// </summary>
public static class OperatorGate
{
    private const string Bearer = "Bearer ";
    private const int MinKeyLength = 16;

    /// <summary>Adds the gate before the endpoints.</summary>
    /// <exception cref="ArgumentException">The key is too short to be secure.</exception>
    public static WebApplication UseOperatorGate(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var key = app.Configuration["Ops:Key"];
        if (key is { Length: > 0 and < MinKeyLength })
            throw new ArgumentException(
                $"Ops:Key has {key.Length} characters. Use {MinKeyLength} or more, such as the output of: openssl rand -hex 16.");
        var open = string.IsNullOrEmpty(key) && app.Environment.IsDevelopment();
        if (open)
            app.Logger.LogWarning(
                "Operator gate: /ops is open to anyone who can reach this address, because this is Development and Ops:Key is not set");
        app.Use((context, next) =>
            open || !context.Request.Path.StartsWithSegments("/ops") || CheckKey(context, key) is not { } problem
                ? next(context) : problem.ExecuteAsync(context));
        return app;
    }

    private static Problem? CheckKey(HttpContext context, string? key)
    {
        if (string.IsNullOrEmpty(key))
            return Problem.Of(OperatorProblems.Locked, OperatorProblems.Locked.Explanation);
        var sent = context.Request.Headers.Authorization.ToString();
        if (sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Same(sent[Bearer.Length..].Trim(), key)
                ? null : Problem.Of(OperatorProblems.KeyWrong, OperatorProblems.KeyWrong.Explanation);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(OperatorProblems.KeyMissing, OperatorProblems.KeyMissing.Explanation);
    }

    /// <summary>Constant-time comparison, independent of content and length.</summary>
    private static bool Same(string sent, string key) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
