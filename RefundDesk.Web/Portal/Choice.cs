using System.Globalization;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Portal;

/// <summary>What a customer chose, as the form sends it.</summary>
public sealed class Choice
{
    /// <summary>The key of the request, made when the form was drawn: sent twice it is one request.</summary>
    public string? Key { get; set; }

    /// <summary>Which button.</summary>
    public string? Step { get; set; }

    /// <summary>The customer's words.</summary>
    public string? Note { get; set; }

    /// <summary>The lines.</summary>
    public List<ChosenLine>? Lines { get; set; }

    /// <summary>As a request; null where the form was not filled in as it must be, with the word for what is missing.</summary>
    internal RefundRequest? Request(DateTimeOffset at, out string? missing)
    {
        var chosen = (Lines ?? []).FindAll(line => line is { Quantity: not 0 });
        missing = !Guid.TryParse(Key, out var key) || chosen.Count == 0 ? "Items.None"
            : chosen.Exists(line => line.Reason is not { } reason || !PortalWords.Reasons.Contains(reason)) ? "Items.NoReason"
            : Note is { Length: > 2_000 } ? "Items.LongNote"
            : null;
        return missing is not null ? null : new RefundRequest(
            RequestChannel.Portal, $"portal-{key:N}", at, string.IsNullOrWhiteSpace(Note) ? null : Note.ReplaceLineEndings("\n"),
            chosen.ConvertAll(line => new RequestedLine(line.LineNumber, line.Quantity, line.Reason!.Value, line.Condition ?? GoodsCondition.Opened))) { Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName };
    }
}

/// <summary>One line of it.</summary>
public sealed class ChosenLine
{
    /// <summary>The order's line.</summary>
    public int LineNumber { get; set; }

    /// <summary>Units; zero where it is kept.</summary>
    public int Quantity { get; set; }

    /// <summary>Why; null where nothing was chosen.</summary>
    public RefundReason? Reason { get; set; }

    /// <summary>As the customer announces it.</summary>
    public GoodsCondition? Condition { get; set; }
}
