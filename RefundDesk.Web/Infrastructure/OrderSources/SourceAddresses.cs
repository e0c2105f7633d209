using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>
/// Keeps calls to shops out of the desk's own network. An address is written by a person, so it is checked as text, and what its name resolves
/// to is checked again with every connection: the name may point elsewhere by then.
/// </summary>
internal sealed class SourceAddresses(IOptions<OrderSourcesOptions> options) : ISourceAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <inheritdoc />
    public Refusal? WhyNot(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            return Refused($"'{address}' is no address of a shop: write it like https://shop.example.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return Refused("The address is the shop's alone: no name and password in it, no question mark and no #.");
        }

        if (address.Scheme == "http" && !(address.IsLoopback && options.Value.AllowHttpOnLocalhost))
        {
            return Refused(address.IsLoopback
                ? "A shop on this machine is called without TLS only where OrderSources:AllowHttpOnLocalhost is set."
                : $"'{address}' is without TLS: the secret would travel in the open. Use https.");
        }

        return IPAddress.TryParse(address.DnsSafeHost, out var number) && !MayConnect(address.DnsSafeHost, number) ? Refused(PrivateText(address.DnsSafeHost)) : null;
    }

    /// <summary>Connects to a shop at the addresses its name has now, if each of them may be called.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (found.Length == 0 || Array.Exists(found, number => !MayConnect(host, number)))
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, found.Length == 0 ? $"'{host}' has no address." : PrivateText(host));
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a number is one of the open network's.</summary>
    internal static bool IsPublic(IPAddress number)
    {
        var plain = number.IsIPv4MappedToIPv6 ? number.MapToIPv4() : number;
        return !Array.Exists(NotPublic, network => network.Contains(plain));
    }

    private bool MayConnect(string host, IPAddress number) =>
        options.Value.AllowPrivateNetworks || IsPublic(number) || (options.Value.AllowHttpOnLocalhost && IsThisMachine(host) && IPAddress.IsLoopback(number));

    private static bool IsThisMachine(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var number) && IPAddress.IsLoopback(number));

    private static string PrivateText(string host) => $"'{host}' is in a private network: it is called only where OrderSources:AllowPrivateNetworks is set.";

    private static Refusal Refused(string text) => new("source.address", text);
}
