using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>A shop as an administrator names it.</summary>
/// <param name="ClientKey">The retailer.</param>
/// <param name="Kind">The connector.</param>
/// <param name="Address">The shop's root.</param>
/// <param name="Account">What goes with the secret; empty where nothing does.</param>
/// <param name="Secret">What lets the desk in.</param>
/// <param name="Gateway">Pays back where the shop does not say which; null takes the client's own.</param>
/// <param name="Since">Orders changed before are not asked for; null begins 90 days ago.</param>
/// <param name="TellsRefunds">Whether paid refunds are recorded at the shop.</param>
public sealed record NewSource(string ClientKey, string Kind, string Address, string Account, string Secret, string? Gateway, DateTimeOffset? Since, bool TellsRefunds = true);

/// <summary>Adds a shop of a client once it has let the desk in.</summary>
public sealed class AddSource(DeskDatabase database, ICurrentUser user, Shops shops, SourceSecrets secrets, ISourceAddresses addresses, TimeProvider time)
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(90);

    /// <summary>Adds it.</summary>
    /// <returns>
    /// Its key; or <c>refund.forbidden</c>, <c>source.unknown-client</c>, <c>client.leaving</c>, <c>source.unknown-kind</c>, <c>source.field</c>, <c>source.address</c>,
    /// <c>source.twice</c>, and what the shop said.
    /// </returns>
    public async Task<Outcome<Guid>> HandleAsync(NewSource wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        var client = await FindClientAsync(principal, wanted.ClientKey, cancellationToken);
        var address = AddressOf(wanted.Address);
        var now = time.GetUtcNow();
        var refusal = client.Refusal ?? address.Refusal ?? FirstFault(wanted, now) ?? addresses.WhyNot(address.Value);
        if (refusal is not null)
        {
            return refusal;
        }

        if (shops.Find(wanted.Kind) is not { } connector)
        {
            return SourceRefusals.UnknownKind(wanted.Kind, shops.Kinds);
        }

        var gateway = string.IsNullOrWhiteSpace(wanted.Gateway) ? client.Value.Gateway : wanted.Gateway.Trim();
        var since = wanted.Since ?? now - Back;
        var tried = await connector.TryAsync(new SourceAccess(address.Value, wanted.Account.Trim(), wanted.Secret, gateway, since), cancellationToken);
        if (!tried.Succeeded)
        {
            return tried.Refusal;
        }

        var id = Guid.CreateVersion7(now);
        return await StoreAsync(principal, client.Value, new OrderSourceRow
        {
            Id = id, ClientId = client.Value.Id, Kind = wanted.Kind, Address = Text(address.Value), Account = wanted.Account.Trim(), SealedSecret = secrets.Seal(id, wanted.Secret), Gateway = gateway,
            Since = since, CreatedAt = now, CreatedByName = principal.Actor.Name, TellsRefunds = wanted.TellsRefunds, NextLookAt = now, Version = 1,
        }, cancellationToken);
    }

    private async Task<Outcome<Client>> FindClientAsync(DeskPrincipal principal, string key, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        return client is null ? SourceRefusals.UnknownClient(key) : client.State != ClientState.Active ? ClientRefusals.Leaving : client;
    }

    private async Task<Outcome<Guid>> StoreAsync(DeskPrincipal principal, Client client, OrderSourceRow source, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(principal, cancellationToken);
        db.OrderSources.Add(source);
        db.Audit.Add(AuditRow.Of(client, principal.Actor, source.CreatedAt, SourceSteps.Field, null, SourceSteps.NameOf(source)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return source.Id;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            return SourceRefusals.Twice(source.Address);
        }
    }

    private static Refusal? FirstFault(NewSource wanted, DateTimeOffset now) =>
        wanted.Secret.Length is 0 or > 2_000 ? SourceRefusals.Field("secret", "must be 1 to 2,000 characters")
        : wanted.Secret.Any(char.IsControl) ? SourceRefusals.Field("secret", "must be one line of plain characters")
        : wanted.Account.Trim().Length > 200 || wanted.Account.Any(char.IsControl) ? SourceRefusals.Field("account", "must be at most 200 plain characters")
        : wanted.Gateway?.Trim().Length > 40 ? SourceRefusals.Field("gateway", "must be at most 40 characters")
        : wanted.Since > now ? SourceRefusals.Field("since", "must not lie ahead")
        : wanted.Since?.Year < 2000 ? SourceRefusals.Field("since", "must not lie before the year 2000")
        : null;

    private static Outcome<Uri> AddressOf(string address) =>
        Uri.TryCreate(address.Trim(), UriKind.Absolute, out var found) && Text(found).Length <= 200 ? new Uri(Text(found)) : SourceRefusals.Field("address", "write it like https://shop.example, at most 200 characters");

    private static string Text(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
