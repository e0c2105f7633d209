using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>A line of a file that is a line of a refund request.</summary>
internal sealed record RequestRow(
    ImportedLine Line,
    string RequestKey,
    string? OrderNumber,
    string? CustomerReference,
    int? LineNumber,
    string? Sku,
    ReturnedUnits Units,
    RefundReason Reason,
    GoodsCondition Condition,
    string? Note);

/// <summary>Makes request lines of rows.</summary>
internal sealed class RequestRowReader(MappedRow row, DateTimeOffset now)
{
    /// <summary>A case's key is the request's, a stroke, and the order's number; together 120 characters.</summary>
    private const int LongestKey = 59;

    private readonly FieldReader _fields = new(row);

    /// <summary>Looks at the current row.</summary>
    /// <param name="keep">False while the file is only checked: then nothing is kept of the row.</param>
    public Classified<RequestRow> Read(bool keep)
    {
        if (row.RuleFor() is { } rule)
        {
            return Classified<RequestRow>.OfRule(rule);
        }

        _fields.Begin();
        var key = _fields.Needed(ImportField.RequestKey);
        if (key.Length > LongestKey || key.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            _fields.Reject("request-key", $"requestKey: must be 1 to {LongestKey} characters without control characters.");
        }

        var quantity = _fields.Quantity(ImportField.Quantity);
        var price = _fields.Amount(ImportField.UnitPrice);
        var asked = AskedAt();
        var (order, customer) = (_fields.Text(ImportField.OrderNumber), _fields.Text(ImportField.CustomerReference));
        if (order is null && customer is null)
        {
            _fields.Reject("missing-order", "There is neither orderNumber nor customerReference.");
        }

        var (line, sku) = (LineNumber(), _fields.Text(ImportField.Sku));
        if (sku is null && (line is null || order is null))
        {
            _fields.Reject("missing-article", "There is neither sku nor the lineNumber of a named order.");
        }

        var reason = _fields.Word<RefundReason>(ImportField.Reason) ?? RefundReason.Other;
        var condition = _fields.Word<GoodsCondition>(ImportField.Condition) ?? GoodsCondition.Opened;
        return _fields.Fault is { } fault ? Classified<RequestRow>.Stop(fault)
            : _fields.Rejected is { } rejected ? Classified<RequestRow>.Reject(rejected.Reason, rejected.Text)
            : Classified<RequestRow>.Taken(new RequestRow(
                keep ? row.Keep() : new ImportedLine(row.LineNumber, []),
                key,
                order,
                customer,
                order is null ? null : line,
                sku,
                new ReturnedUnits(quantity, price, row.Map.AmountsAreMinor, asked),
                reason,
                condition,
                _fields.Text(ImportField.Note)));
    }

    private DateTimeOffset AskedAt()
    {
        var asked = _fields.Instant(ImportField.AskedAt);
        if (asked is null && _fields.Fault is null)
        {
            _fields.Needed(ImportField.AskedAt);
        }

        if (asked > now.AddDays(1) || asked?.Year < 1970)
        {
            _fields.Reject("asked-at", "askedAt: must be after 1970 and not in the future.");
        }

        return asked ?? default;
    }

    private int? LineNumber()
    {
        if (_fields.Number(ImportField.LineNumber) is not { } number)
        {
            return null;
        }

        if (number.Whole is >= 1 and <= int.MaxValue)
        {
            return (int)number.Whole.Value;
        }

        _fields.Reject("line-number", "lineNumber: must be a whole number from 1.");
        return null;
    }
}
