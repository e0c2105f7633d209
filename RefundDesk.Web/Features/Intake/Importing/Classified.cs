namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What became of a row: it is taken, rejected, for the other verb, or it stops the file. Exactly one is set.</summary>
/// <typeparam name="T">A row that is taken.</typeparam>
internal readonly record struct Classified<T>(T? Row, RejectReason? Rejected, bool IsForOtherVerb, ImportFault? Fault)
    where T : class
{
    public static Classified<T> Taken(T row) => new(row, null, false, null);

    public static Classified<T> Reject(string reason, string text) => new(null, new RejectReason(reason, text), false, null);

    public static Classified<T> Stop(ImportFault fault) => new(null, null, false, fault);

    public static Classified<T> OfRule(ImportRule rule) => rule.IsForOtherVerb ? new(null, null, true, null) : Reject(rule.Reason, rule.Text);
}

/// <summary>Why a line is not stored.</summary>
/// <param name="Reason">Counted in the summary.</param>
/// <param name="Text">For the person who looks into the rejects file.</param>
internal sealed record RejectReason(string Reason, string Text);

/// <summary>Reads typed fields of one row and remembers the first thing that is wrong with it.</summary>
/// <remarks>
/// What cannot be read for what it is (a number, a time, a currency), or is a negative price, stops the file: columns are mixed up
/// or the file is broken, and every line would be suspect. What is readable and merely not acceptable rejects the line.
/// </remarks>
internal sealed class FieldReader(MappedRow row)
{
    public ImportFault? Fault { get; private set; }

    public RejectReason? Rejected { get; private set; }

    public void Begin() => (Fault, Rejected) = (null, null);

    public string? Text(ImportField field) => row.Text(field);

    /// <summary>A text that must be there; a line without it is rejected.</summary>
    public string Needed(ImportField field)
    {
        var text = row.Text(field);
        if (text is null)
        {
            Reject($"missing-{field.ToString().ToLowerInvariant()}", $"{field.Name()} is empty.");
        }

        return text ?? string.Empty;
    }

    public DateTimeOffset? Instant(ImportField field)
    {
        if (row.Text(field) is not { } text)
        {
            return null;
        }

        var instant = row.Instant(text);
        if (instant is null)
        {
            Stop(field, $"'{Cut(text)}' is no time written as {string.Join(" or ", row.Map.DateFormats.Take(3))}.");
        }

        return instant;
    }

    public DecimalText? Number(ImportField field)
    {
        if (row.Text(field) is not { } text)
        {
            return null;
        }

        var number = row.Number(field, text);
        if (number is null)
        {
            Stop(field, $"'{Cut(text)}' is no number with '{row.Map.DecimalSeparator}' before its decimals.");
        }

        return number;
    }

    /// <summary>A price, discount or payment: a number not below zero.</summary>
    public DecimalText? Amount(ImportField field)
    {
        var amount = Number(field);
        if (amount is { Unscaled: < 0 })
        {
            Stop(field, $"'{Cut(row.Text(field)!)}' is below zero. Amounts are positive; a map can have such lines rejected by a rule.");
        }

        return amount;
    }

    /// <summary>Units: a whole number, above zero once the map's sign is taken off.</summary>
    public int Quantity(ImportField field)
    {
        var number = Number(field);
        if (number is not { } read)
        {
            Needed(field);
            return 0;
        }

        if (read.Whole is not { } whole)
        {
            Stop(field, $"'{Cut(row.Text(field)!)}' is no whole number.");
            return 0;
        }

        var units = row.Map.QuantitiesAreNegative ? -whole : whole;
        if (units is <= 0 or > 10_000_000)
        {
            Reject("quantity", $"{field.Name()}: must be {(row.Map.QuantitiesAreNegative ? "-1 to -10,000,000" : "1 to 10,000,000")}.");
            return 0;
        }

        return (int)units;
    }

    public T? Word<T>(ImportField field)
        where T : struct, Enum
    {
        if (row.Text(field) is not { } text)
        {
            return null;
        }

        var plain = text.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        if (Enum.TryParse<T>(plain, ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(plain[0]) && plain[0] != '-')
        {
            return word;
        }

        Stop(field, $"'{Cut(text)}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    public bool YesOrNo(ImportField field)
    {
        var text = row.Text(field);
        if (text is not null && text.ToUpperInvariant() is not ("TRUE" or "YES" or "1" or "FALSE" or "NO" or "0"))
        {
            Stop(field, $"'{Cut(text)}' is none of true, false, yes, no, 1, 0.");
        }

        return text?.ToUpperInvariant() is "TRUE" or "YES" or "1";
    }

    public void Stop(ImportField field, string text) => Fault ??= row.Fault(field, text);

    public void Reject(string reason, string text) => Rejected ??= new RejectReason(reason, text);

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
