using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>
/// Live updates for everything that is not a circuit. A connection watches one thing at a time, a client's queue, so that it hears
/// each change once. Retailers' staff watch their own client and nothing else.
/// </summary>
[Authorize]
public sealed class LiveHub(LiveHubPublisher publisher) : Hub
{
    /// <summary>What the hub calls on the other side, with a list of <see cref="LiveMessage"/>.</summary>
    public const string Changed = "changed";

    private const string WatchedKey = "group";

    /// <summary>Watches from now on; what was watched before is no longer.</summary>
    /// <param name="client">The retailer's key; null is every one in reach.</param>
    /// <param name="queue">A status by its name; null is every one.</param>
    /// <exception cref="HubException">The person may not watch that, or there is no such status.</exception>
    public async Task Watch(Guid? client, string? queue)
    {
        var principal = DeskClaims.PrincipalOf(Context.User);
        if (!principal.May(Permission.ViewCases) && !principal.May(Permission.ViewReports))
        {
            throw new HubException("Your role does not allow this.");
        }

        if (principal.ClientId is { } own && client is not null && client != own.Value)
        {
            throw new HubException("You can watch your own client only.");
        }

        RefundStatus? status = null;
        if (queue is not null)
        {
            status = Enum.TryParse<RefundStatus>(queue, out var known) && Enum.IsDefined(known) ? known : throw new HubException("There is no such queue.");
        }

        var group = GroupOf(principal.ClientId ?? (client is { } wanted ? new ClientId(wanted) : null), status);
        if (Context.Items.TryGetValue(WatchedKey, out var before) && before is string left)
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, left);
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, group);
        Context.Items[WatchedKey] = group;
    }

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        publisher.Connected();
        return base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        publisher.Disconnected();
        return base.OnDisconnectedAsync(exception);
    }

    internal static string GroupOf(ClientId? client, RefundStatus? status) => $"{client?.ToString() ?? "*"}|{status?.ToString() ?? "*"}";
}

/// <summary>What a connection hears of a change; it reads the rest over the pages and the API.</summary>
/// <param name="Id">The case's key.</param>
/// <param name="From">Status before.</param>
/// <param name="To">Status after.</param>
/// <param name="At">When, UTC.</param>
public sealed record LiveMessage(Guid Id, string From, string To, DateTimeOffset At);
