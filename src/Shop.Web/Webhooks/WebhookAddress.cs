using System.Net;
using System.Net.Sockets;

namespace Shop.Web;

/// <summary>
/// Where a webhook may lead: over https to a public address, or in Development to this machine. What a name stands for is looked up once,
/// judged, and then connected to as it was judged, so that a name cannot stand for something else a moment later.
/// </summary>
/// <param name="Url">The address.</param>
/// <param name="MayBeLoopback">Whether this machine is meant.</param>
public sealed record WebhookAddress(Uri Url, bool MayBeLoopback)
{
    /// <summary>Reads a setting.</summary>
    /// <param name="setting">Its name, for the message.</param>
    /// <param name="address">What it is set to.</param>
    /// <param name="development">Whether this machine may be meant.</param>
    /// <exception cref="ArgumentException">It may not be called; the message says why.</exception>
    public static WebhookAddress Parse(string setting, string address, bool development) =>
        Refusal(address, development) is { } why
            ? throw new ArgumentException($"{setting} is \"{address}\". {why}")
            : new WebhookAddress(new Uri(address), development && new Uri(address).IsLoopback);

    /// <summary>Why an address may not be called, as far as it can be seen without asking what its name stands for; null when it may.</summary>
    public static string? Refusal(string address, bool development)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return "Set an address such as https://hooks.example.com/shop, without a user name.";
        var loopback = development && url.IsLoopback;
        if (url.Scheme != Uri.UriSchemeHttps && !(loopback && url.Scheme == Uri.UriSchemeHttp))
            return "Webhooks go over https; http is for this machine, in Development.";
        return IPAddress.TryParse(url.DnsSafeHost, out var literal) && !MayCall(literal, loopback)
            ? $"{literal} is not a public address."
            : null;
    }

    /// <summary>
    /// Connects to nothing but what may be called, whatever a name comes to stand for. A proxy or a redirection would lead elsewhere than was
    /// judged, so there is neither.
    /// </summary>
    public static SocketsHttpHandler Handler(bool development) => new()
    {
        ConnectCallback = (context, ct) => Connect(context, development && context.InitialRequestMessage.RequestUri!.IsLoopback, ct),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    };

    /// <summary>Opens a connection to one of the addresses that the name stands for, if all of them may be called.</summary>
    /// <exception cref="HttpRequestException">One of them is not for the outside, or none answers.</exception>
    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, bool mayBeLoopback, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (addresses.FirstOrDefault(address => !MayCall(address, mayBeLoopback)) is { } inside)
            throw new HttpRequestException($"{context.DnsEndPoint.Host} stands for {inside}, which is not a public address: nothing is sent there.");
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
    public static bool MayCall(IPAddress address, bool mayBeLoopback)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) ? mayBeLoopback : !Special.Any(network => network.Contains(address));
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
