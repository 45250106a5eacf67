using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shop.Web;

/// <summary>
/// Guards against server-side request forgery: a webhook may go over https to a public address, or to this machine if allowed. The host
/// name is resolved once, checked, and the checked addresses are connected to, so DNS cannot change in between (rebinding).
/// </summary>
/// <param name="Url">The address.</param>
/// <param name="MayBeLoopback">Whether this machine is allowed.</param>
public sealed record WebhookAddressGuard(Uri Url, bool MayBeLoopback)
{
    private const int MaxResponseBytes = 64 * 1024;        // bytes

    /// <summary>Parses and checks an address.</summary>
    /// <param name="setting">The setting's name, for the message.</param>
    /// <param name="address">The address.</param>
    /// <param name="loopback">Whether this machine is allowed, also over http: for Development and tests.</param>
    /// <param name="hosts">The allowed hosts; null for any.</param>
    /// <exception cref="ArgumentException">The address is not allowed; the message says why.</exception>
    public static WebhookAddressGuard Parse(string setting, string address, bool loopback, IReadOnlyCollection<string>? hosts = null)
    {
        if (address.Any(IsInvisible) || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
            throw new ArgumentException(
                $"{setting} is not a valid URL. Set one such as https://alerts.example.com/shop, without a user name.");
        loopback &= url.IsLoopback;
        if (url.Scheme != Uri.UriSchemeHttps && !(loopback && url.Scheme == Uri.UriSchemeHttp))
            throw new ArgumentException(
                $"{setting} begins with {url.Scheme}://{url.Host}. Webhooks require https; http is allowed for this machine only.");
        if (!loopback && hosts is not null && !hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException(
                $"{setting} leads to {url.Host}, which is not one of the allowed hosts: {string.Join(", ", hosts)}.");
        return new WebhookAddressGuard(url, loopback);
    }

    /// <summary>What a person cannot see in an address, and .NET's parser passes over.</summary>
    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    /// <summary>A client for this address only: proxies and redirects are off, because they would bypass the check.</summary>
    /// <param name="timeout">The timeout of a request.</param>
    public HttpClient CreateClient(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        ConnectCallback = Connect, AllowAutoRedirect = false, UseProxy = false, UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        BaseAddress = Url, Timeout = timeout, MaxResponseContentBufferSize = MaxResponseBytes,
    };

    /// <summary>Connects to one of the host's addresses, if all of them are allowed.</summary>
    /// <exception cref="HttpRequestException">An address is not allowed, or none responds.</exception>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        // The message omits the address: it must not reveal internal DNS to the caller.
        if (addresses.Any(address => !MayCall(address)))
            throw new HttpRequestException($"{context.DnsEndPoint.Host} resolves to an address that is not public: nothing is sent there.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address is public (IANA special-purpose registries, RFC 6890), or loopback if allowed.</summary>
    public bool MayCall(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) ? MayBeLoopback : !Special.Any(network => network.Contains(address));
    }

    private static readonly IPNetwork[] Special =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(network => IPNetwork.Parse(network)),
    ];
}
