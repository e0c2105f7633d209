using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Features.SelfService;

namespace RefundDesk.Web.Portal;

/// <summary>Slows down who asks or tries often: by address of the network and by order, an hour at a time. One for the process.</summary>
/// <remarks>What keeps a code from being guessed is the count in its row, which holds on every node; this keeps strangers from asking again and again.</remarks>
internal sealed class PortalThrottle(IOptions<SelfServiceOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tries = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _until;

    /// <summary>Counts a try.</summary>
    /// <param name="address">Where it comes from; null where unknown.</param>
    /// <param name="order">The retailer and the order a code is asked for; null where a code is tried.</param>
    /// <returns>How long to wait; null where it may go on.</returns>
    public TimeSpan? Count(IPAddress? address, string? order)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (now >= _until)
            {
                _tries.Clear();
                _until = now + Window;
            }

            // Both are counted, whichever was too much.
            var isTooMuch = Add($"from {NetworkOf(address)}") > options.Value.TriesAnHourByAddress;
            isTooMuch |= order is not null && Add($"to {order}") > options.Value.CodesAnHourByOrder;
            return isTooMuch ? _until - now : null;
        }
    }

    /// <summary>Of the newer protocol everybody has as many addresses as they like, but one network.</summary>
    private static string NetworkOf(IPAddress? address)
    {
        if (address is null or { IsIPv4MappedToIPv6: true } or { AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            return address?.MapToIPv4().ToString() ?? string.Empty;
        }

        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }

    private int Add(string key) => _tries[key] = _tries.GetValueOrDefault(key) + 1;
}
