using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>A draft while it is written. The document is the one truth: fields change it and its text follows, the text changes it and the fields follow.</summary>
public sealed class PolicyForm
{
    private readonly Dictionary<string, (string Typed, string Fault)> _mistyped = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _savedText;
    private readonly string _savedComment;

    /// <summary>Begins with what is stored.</summary>
    public PolicyForm(string text, string comment, Currency currency)
    {
        (_savedText, _savedComment, Text, Comment, Currency) = (text, comment, text, comment, currency);
        Read();
    }

    /// <summary>In which amounts are.</summary>
    public Currency Currency { get; }

    /// <summary>Called when something was changed.</summary>
    public Func<Task> Tell { get; set; } = () => Task.CompletedTask;

    /// <summary>The document as JSON, as it is written now.</summary>
    public string Text { get; private set; }

    /// <summary>What the version changes and why.</summary>
    public string Comment { get; set; }

    /// <summary>The document; the last one that could be read while the text cannot.</summary>
    public ReturnPolicy? Document { get; private set; }

    /// <summary>Whether the text can be read as it stands.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Everything that is wrong, the text's own faults first.</summary>
    public IReadOnlyList<PolicyFault> Faults { get; private set; } = [];

    /// <summary>Whether there is anything that is not stored.</summary>
    public bool IsDirty => Text != _savedText || Comment != _savedComment || _mistyped.Count > 0;

    /// <summary>Whether it can be stored: a document with faults can, what was typed into fields and is no value cannot.</summary>
    public bool CanBeStored => IsReadable && _mistyped.Count == 0;

    /// <summary>Every fault of a text, with the line it stands on.</summary>
    public static IReadOnlyList<(PolicyFault Fault, int? Line)> FaultsOf(string text)
    {
        var (reading, lines) = (PolicyJson.Read(text), PolicyPlaces.LinesOf(text));
        var faults = reading.Document is { } document ? PolicyChecks.Faults(document) : reading.Faults;
        return [.. faults.Select(fault => (fault, fault.Line ?? PolicyPlaces.LineOf(lines, fault.Path)))];
    }

    /// <summary>Every fault with the line of the text it stands on.</summary>
    public IEnumerable<(PolicyFault Fault, int? Line)> FaultsWithLines()
    {
        var lines = PolicyPlaces.LinesOf(Text);
        return _mistyped.Select(field => (new PolicyFault(field.Key, field.Value.Fault), PolicyPlaces.LineOf(lines, field.Key))).Concat(FaultsOf(Text));
    }

    /// <summary>What is wrong with a field; null where nothing is.</summary>
    public string? FaultOf(string path) =>
        _mistyped.TryGetValue(path, out var typed) ? typed.Fault : Faults.FirstOrDefault(fault => string.Equals(fault.Path, path, StringComparison.OrdinalIgnoreCase))?.Message;

    /// <summary>What is wrong with a field or with an item in it.</summary>
    public string? FaultIn(string path) => FaultOf(path) ?? Faults.FirstOrDefault(fault => fault.Path.StartsWith($"{path}[", StringComparison.OrdinalIgnoreCase))?.Message;

    /// <summary>What stands in a field: what was typed where it is no value, else the value.</summary>
    public string Shown(string path, string? value) => _mistyped.TryGetValue(path, out var typed) ? typed.Typed : value ?? string.Empty;

    /// <summary>An amount as it stands in a field.</summary>
    public string Shown(string path, long? minor, Currency currency) => Shown(path, minor is { } amount ? Money.Of(amount, currency).ToMajorString() : null);

    /// <summary>A share as it stands in a field, in percent.</summary>
    public string ShownShare(string path, int? basisPoints) => Shown(path, basisPoints is { } share ? (share / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null);

    /// <summary>Takes a text as it was written.</summary>
    public void SetText(string? text)
    {
        Text = text ?? string.Empty;
        _mistyped.Clear();
        Read();
    }

    /// <summary>Changes the document; its text follows.</summary>
    public void Change(Func<ReturnPolicy, ReturnPolicy> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (Document is not null && IsReadable)
        {
            Text = PolicyJson.Write(change(Document));
            Read();
        }
    }

    /// <summary>Changes a list whose items move, or a field whose kind does: what was typed into them is forgotten.</summary>
    public void ChangeList(string path, Func<ReturnPolicy, ReturnPolicy> change)
    {
        foreach (var typed in _mistyped.Keys.Where(typed => typed == path || typed.StartsWith($"{path}[", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            _mistyped.Remove(typed);
        }

        Change(change);
    }

    /// <summary>Takes a whole number that was typed.</summary>
    public void SetWhole(string path, string? typed, bool mayBeNone, Func<ReturnPolicy, int?, ReturnPolicy> change) =>
        Set(path, typed, mayBeNone, int.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number), number, change, "must be a whole number, for example 30");

    /// <summary>Takes an amount that was typed, in major units.</summary>
    public void SetAmount(string path, string? typed, Currency currency, bool mayBeNone, Func<ReturnPolicy, long?, ReturnPolicy> change)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var isAmount = Money.TryParseMajor(typed?.Trim(), currency, out var money);
        Set(path, typed, mayBeNone, isAmount, isAmount ? money!.Minor : 0L, change, $"must be an amount in {currency}, for example {Money.Of(25 * currency.MinorPerMajor, currency).ToMajorString()}");
    }

    /// <summary>Takes a share that was typed in percent, with at most two decimals.</summary>
    public void SetShare(string path, string? typed, bool mayBeNone, Func<ReturnPolicy, int?, ReturnPolicy> change)
    {
        var isShare = decimal.TryParse(typed?.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent)
            && percent is > -10_000 and < 10_000 && percent * 100 == decimal.Truncate(percent * 100);
        Set(path, typed, mayBeNone, isShare, isShare ? (int)(percent * 100) : 0, change, "must be a share in percent, for example 12.5");
    }

    /// <summary>Takes a day that was chosen.</summary>
    public void SetDay(string path, string? typed, Func<ReturnPolicy, DateOnly, ReturnPolicy> change) =>
        Set<DateOnly>(path, typed, mayBeNone: false, DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), day, (policy, chosen) => change(policy, chosen!.Value), "must be a day");

    private void Set<T>(string path, string? typed, bool mayBeNone, bool isValue, T value, Func<ReturnPolicy, T?, ReturnPolicy> change, string fault)
        where T : struct
    {
        var isNone = mayBeNone && string.IsNullOrWhiteSpace(typed);
        if (!isNone && !isValue)
        {
            _mistyped[path] = (typed ?? string.Empty, fault);
            return;
        }

        _mistyped.Remove(path);
        Change(policy => change(policy, isNone ? null : value));
    }

    private void Read()
    {
        var reading = PolicyJson.Read(Text);
        IsReadable = reading.Document is not null;
        Document = reading.Document ?? Document;
        Faults = reading.Document is { } document ? PolicyChecks.Faults(document) : reading.Faults;
    }
}
