using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>
/// Finds cases by what people type: each way to find one is a short walk along its own index, so that no text, however common,
/// reads the table. What is found is at most <see cref="EachAtMost"/> a way.
/// </summary>
internal sealed class QueueSearch
{
    private const int EachAtMost = 200;
    private const int ShortestText = 2;

    private readonly string _text;
    private readonly string[] _spellings;
    private readonly (RefundNumber From, RefundNumber To)? _numbers;

    private QueueSearch(string text)
    {
        _text = text;
        _spellings = [.. new[] { text, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text), text.ToUpperInvariant() }.Distinct(StringComparer.Ordinal)];
        _numbers = NumbersOf(text);
    }

    /// <summary>The search for a text; null where there is nothing to search for.</summary>
    public static QueueSearch? Of(string? text) => text?.Trim() is { Length: >= ShortestText } trimmed ? new QueueSearch(trimmed) : null;

    /// <summary>The cases found, in no order.</summary>
    public Task<List<RefundCaseId>> FindAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var found = _spellings.SelectMany(spelling => new[]
        {
            db.RefundCases.Where(refund => refund.CustomerName.StartsWith(spelling)).OrderBy(refund => refund.CustomerName).Take(EachAtMost).Select(refund => refund.Id),
            db.RefundCases.Where(refund => refund.OrderNumber.StartsWith(spelling)).OrderBy(refund => refund.OrderNumber).Take(EachAtMost).Select(refund => refund.Id),
        });
        if (_numbers is var (from, to))
        {
            found = found.Append(db.RefundCases.Where(refund => refund.Number >= from && refund.Number < to).OrderBy(refund => refund.Number).Take(EachAtMost).Select(refund => refund.Id));
        }

        return found.Aggregate((all, next) => all.Concat(next)).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>Whether the search would find a row; for rows that are read again.</summary>
    public bool Matches(QueueRow row, string orderNumber) =>
        row.CustomerName.StartsWith(_text, StringComparison.OrdinalIgnoreCase)
        || orderNumber.StartsWith(_text, StringComparison.OrdinalIgnoreCase)
        || (_numbers is var (from, to) && row.Number >= from && row.Number < to);

    /// <summary>The numbers that begin with what was typed, as a range; null where no number can.</summary>
    private static (RefundNumber From, RefundNumber To)? NumbersOf(string text)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var compact = text.ToUpperInvariant().Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        compact = compact.StartsWith("RD", StringComparison.Ordinal) && text.Contains('-', StringComparison.Ordinal) ? compact[2..] : compact;
        compact = compact.Replace('O', '0').Replace('I', '1').Replace('L', '1');
        if (compact.Length is < ShortestText or > 8 || compact.Any(c => !alphabet.Contains(c, StringComparison.Ordinal)))
        {
            return null;
        }

        return (RefundNumber.FromStored(compact), RefundNumber.FromStored($"{compact[..^1]}{(char)(compact[^1] + 1)}"));
    }
}
