using System.Net;
using System.Net.Sockets;

namespace Shop.Web;

/// <summary>
/// Where a webhook may lead: over https to a public address, or to this machine where that is meant. What a name stands for is looked up
/// once, judged, and then connected to as it was judged, so that a name cannot stand for something else a moment later.
/// </summary>
/// <param name="Url">The address.</param>
/// <param name="MayBeLoopback">Whether this machine is meant.</param>
public sealed record WebhookAddressGuard(Uri Url, bool MayBeLoopback)
{
    private const int MaxResponseBytes = 64 * 1024;        // bytes

    /// <summary>Reads an address from the configuration.</summary>
    /// <param name="setting">The setting that it comes from, for the message.</param>
    /// <param name="address">The address.</param>
    /// <param name="loopback">Whether it may lead to this machine, and then over http: for Development and tests.</param>
    /// <param name="hosts">The only hosts that it may lead to; null for any.</param>
    /// <exception cref="ArgumentException">It may not be called; the message says why.</exception>
    public static WebhookAddressGuard Parse(string setting, string address, bool loopback, IReadOnlyCollection<string>? hosts = null)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
            throw new ArgumentException($"{setting} is no address. Set one such as https://alerts.example.com/shop, without a user name.");
        loopback &= url.IsLoopback;
        if (url.Scheme != Uri.UriSchemeHttps && !(loopback && url.Scheme == Uri.UriSchemeHttp))
            throw new ArgumentException($"{setting} begins with {url.Scheme}://{url.Host}. Webhooks go over https; http is for this machine, where it is meant.");
        if (!loopback && hosts is not null && !hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"{setting} leads to {url.Host}, which is not one of the hosts that are allowed: {string.Join(", ", hosts)}.");
        return new WebhookAddressGuard(url, loopback);
    }

    /// <summary>A client that leads there and nowhere else: a proxy or a redirection would lead elsewhere than was judged.</summary>
    /// <param name="timeout">How long it waits for an answer.</param>
    public HttpClient CreateClient(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        ConnectCallback = Connect, AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        BaseAddress = Url, Timeout = timeout, MaxResponseContentBufferSize = MaxResponseBytes,
    };

    /// <summary>Opens a connection to one of the addresses that the name stands for, if all of them may be called.</summary>
    /// <exception cref="HttpRequestException">One of them is not for the outside, or none answers.</exception>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        // Not which: whoever registers a webhook is not to learn what names inside stand for.
        if (addresses.Any(address => !MayCall(address)))
            throw new HttpRequestException($"{context.DnsEndPoint.Host} stands for an address that is not public: nothing is sent there.");
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

    /// <summary>Public addresses only (IANA's special-purpose registries, RFC 6890), or this machine where it is meant.</summary>
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
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(network => IPNetwork.Parse(network)),
    ];
}
