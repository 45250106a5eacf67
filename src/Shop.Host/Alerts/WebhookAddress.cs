using System.Net;
using System.Net.Sockets;

namespace Shop.Host.Alerts;

/// <summary>
/// Where a webhook may lead: over https to a public address, or in Development to this machine. What a name stands for is looked up once,
/// judged, and then connected to as it was judged, so that a name cannot stand for something else a moment later.
/// </summary>
/// <param name="Url">The address.</param>
/// <param name="MayBeLoopback">Whether this machine is meant.</param>
internal sealed record WebhookAddress(Uri Url, bool MayBeLoopback)
{
    /// <exception cref="ArgumentException">It may not be called; the message says why.</exception>
    public static WebhookAddress Parse(string address, bool development)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
            throw new ArgumentException($"Alerts:Webhook is \"{address}\". Set an address such as https://alerts.example.com/shop, without a user name.");
        var loopback = development && url.IsLoopback;
        if (url.Scheme != Uri.UriSchemeHttps && !(loopback && url.Scheme == Uri.UriSchemeHttp))
            throw new ArgumentException($"Alerts:Webhook is {url}. Alerts go over https; http is for this machine, in Development.");
        return new WebhookAddress(url, loopback);
    }

    /// <summary>Opens a connection to one of the addresses that the name stands for, if all of them may be called.</summary>
    /// <exception cref="HttpRequestException">One of them is not for the outside, or none answers.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (addresses.FirstOrDefault(address => !MayCall(address)) is { } inside)
            throw new HttpRequestException($"{context.DnsEndPoint.Host} stands for {inside}, which is not a public address: no alert is sent there.");
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
