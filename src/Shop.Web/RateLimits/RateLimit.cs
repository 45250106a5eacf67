using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// The rate limit per caller; the section <c>Api:RateLimit</c>. The default only stops a runaway program from using the whole machine; a
/// public shop sets less.
/// </summary>
public sealed class RateLimit
{
    /// <summary>Requests per window; 0 for no limit.</summary>
    public int Requests { get; init; } = 300_000;

    /// <summary>The window, 1 second to 1 day. Tokens are replenished evenly over it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often requests are replenished, in whole seconds, 1 or more: how long a caller without any waits for the next, in Retry-After and
    /// in RateLimit.
    /// </summary>
    internal int Period => Math.Max(1, (int)Math.Ceiling(Window.TotalSeconds / Requests));

    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    internal RateLimit Validated()
    {
        if (Requests < 0)
            throw new ArgumentException(
                $"Api:RateLimit:Requests is {Requests}. Set the requests that a caller may make in a window, or 0 for no limit.");
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromDays(1))
            throw new ArgumentException($"Api:RateLimit:Window is {Window}. Set 00:00:01 to 1.00:00:00.");
        return this;
    }

    /// <summary>One bucket per caller; /ops is counted separately, and /health is not counted.</summary>
    internal RateLimitPartition<string> For(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health"))
            return RateLimitPartition.GetNoLimiter("health");
        var caller = (path.StartsWithSegments("/ops") ? "ops " : "") + Caller(context);
        return RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket());
    }

    /// <summary>The signed-in user, otherwise the IP address; for IPv6 its /64 prefix.</summary>
    private static string Caller(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true, Name: { } name })
            return name;
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = Requests,
        TokensPerPeriod = Math.Max(1, (int)(Requests * Period / Window.TotalSeconds)),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Period),
        QueueLimit = 0,
    };
}
