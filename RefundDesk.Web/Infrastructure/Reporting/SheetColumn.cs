using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting;

/// <summary>
/// A column of a sheet or a CSV file. It differs from the report's column in amounts: a number must not carry its
/// currency, so that stands in the heading where a column has only one, else in a column of its own.
/// </summary>
/// <param name="Title">The heading.</param>
/// <param name="Kind">What stands in the column.</param>
/// <param name="Source">The report's column it is read from.</param>
internal sealed record SheetColumn(string Title, ReportColumnKind Kind, int Source)
{
    /// <summary>The one currency of the amounts here, else null.</summary>
    public Currency? Currency { get; private init; }

    /// <summary>Whether this is the column of currency codes beside amounts.</summary>
    public bool IsCurrencyCode { get; private init; }

    /// <summary>The columns of a table.</summary>
    public static IReadOnlyList<SheetColumn> Of(ReportTable table, string timeZoneId) => Of(table.Columns, table.CurrencyOf, timeZoneId);

    /// <summary>The columns of a list; an amount column whose currency is not known gets a column of codes.</summary>
    public static IReadOnlyList<SheetColumn> Of(IReadOnlyList<ReportColumn> columns, Func<int, Currency?> currencyOf, string timeZoneId)
    {
        var result = new List<SheetColumn>(columns.Count + 1);
        for (var index = 0; index < columns.Count; index++)
        {
            var column = columns[index];
            var title = column.Group is { Length: > 0 } group ? $"{group}: {column.Title}" : column.Title;
            if (column.Kind != ReportColumnKind.Amount)
            {
                result.Add(new SheetColumn(column.Kind == ReportColumnKind.DateTime ? $"{title} ({timeZoneId})" : title, column.Kind, index));
                continue;
            }

            var currency = currencyOf(index);
            result.Add(new SheetColumn(currency is null ? title : $"{title}, {currency.Code}", column.Kind, index) { Currency = currency });
            if (currency is null)
            {
                result.Add(new SheetColumn($"{title}: currency", ReportColumnKind.Text, index) { IsCurrencyCode = true });
            }
        }

        return result;
    }

    /// <summary>What stands here in a row.</summary>
    public ReportValue ValueIn(ReportRow row)
    {
        var value = row.Cells[Source];
        if (!IsCurrencyCode)
        {
            return value;
        }

        return value is ReportValue.AmountValue amount ? ReportValue.Text(amount.Value.Currency.Code) : ReportValue.Missing;
    }
}
