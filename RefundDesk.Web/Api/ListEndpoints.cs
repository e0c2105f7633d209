using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case;

namespace RefundDesk.Web.Api;

/// <summary><c>GET /refunds?status=&amp;updatedSince=&amp;cursor=&amp;limit=</c>.</summary>
internal static class ListEndpoints
{
    public static void MapRefundList(this RouteGroupBuilder api) => api.MapGet("/refunds", ReadAsync).WithTags("Refunds").WithName("ListRefunds").WithSummary("Read many refunds")
        .WithDescription("Without updatedSince: all of them, oldest first; the last page has no next. With updatedSince: what changed since, in the order of the changes, each refund as it is now; ask again with next whenever you like. A change is told some seconds after it happened.")
        .Produces<RefundListBody>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ReadAsync(RefundListQuery refunds, CancellationToken cancellationToken, string? status = null, string? updatedSince = null, string? cursor = null, string? limit = null)
    {
        RefundStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<RefundStatus>(status, out var known) || !Enum.IsDefined(known) || int.TryParse(status, CultureInfo.InvariantCulture, out _))
            {
                return ApiProblems.Of(RefundRefusals.Field("status", $"'{status}' must be one of {string.Join(", ", Enum.GetNames<RefundStatus>())}"));
            }

            wanted = known;
        }

        var most = 50;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > RefundListQuery.MostAtOnce))
        {
            return ApiProblems.Of(RefundRefusals.Field("limit", $"'{limit}' must be 1 to {RefundListQuery.MostAtOnce}"));
        }

        DateTimeOffset since = default;
        if (updatedSince is not null && !DateTimeOffset.TryParse(updatedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out since))
        {
            return ApiProblems.Of(RefundRefusals.Field("updatedSince", $"'{updatedSince}' must be an instant, for example 2026-11-10T00:00:00Z"));
        }

        if (updatedSince is not null && wanted is not null)
        {
            return ApiProblems.Of(RefundRefusals.Field("status", "goes with a plain list; changes tell every refund as it is now"));
        }

        var page = updatedSince is not null || cursor?.StartsWith("c_", StringComparison.Ordinal) == true
            ? await refunds.ChangedAsync(since, cursor, most, cancellationToken)
            : await refunds.ListAsync(wanted, cursor, most, cancellationToken);
        return page.Succeeded ? TypedResults.Ok(RefundListBody.Of(page.Value)) : ApiProblems.Of(page.Refusal);
    }
}

/// <summary>Some refunds.</summary>
/// <param name="Items">The refunds.</param>
/// <param name="Next">The cursor of what follows; null at the end of a plain list.</param>
internal sealed record RefundListBody(IReadOnlyList<RefundListedBody> Items, string? Next)
{
    public static RefundListBody Of(RefundPage page) => new(
        [.. page.Items.Select(one => new RefundListedBody(one.Number.ToString(), one.OrderNumber, one.Status.ToString(), one.Version, one.ReceivedAt, MoneyOf(one.Requested), MoneyOf(one.Amount)))], page.Next);

    private static MoneyBody MoneyOf(Money money) => new(money.Minor, money.Currency.Code);
}

/// <summary>One refund of a list; read it alone for its lines and payouts.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="ReceivedAt">When the desk got it.</param>
/// <param name="Requested">What the lines were charged.</param>
/// <param name="Amount">Approved, or what would be.</param>
internal sealed record RefundListedBody(string Number, string OrderNumber, string Status, long Version, DateTimeOffset ReceivedAt, MoneyBody Requested, MoneyBody Amount);
