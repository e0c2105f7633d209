using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Components.Shared;

/// <summary>How values read on the screen.</summary>
public static class DeskText
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€", ["GBP"] = "£", ["JPY"] = "¥", ["INR"] = "₹", ["KRW"] = "₩", ["USD"] = "$",
    };

    /// <summary><c>€ 1,412.50</c>, <c>¥ 12,800</c>, <c>KWD 1.299</c>: always with the currency, grouped, with its own digits.</summary>
    public static string Of(Money amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        var major = Grouped(amount.ToMajorString());
        var sign = Signs.GetValueOrDefault(amount.Currency.Code, amount.Currency.Code);
        return major.StartsWith('-') ? $"−{sign}\u00A0{major[1..]}" : $"{sign}\u00A0{major}";
    }

    /// <summary>The amount without its currency, for columns that name the currency once.</summary>
    public static string Bare(Money amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        return Grouped(amount.ToMajorString()).Replace('-', '−');
    }

    /// <summary>The state of a refund in words.</summary>
    public static string Of(RefundStatus status) => status switch
    {
        RefundStatus.Received => "Received",
        RefundStatus.NeedsInformation => "Waiting for customer",
        RefundStatus.AwaitingReturn => "Waiting for goods",
        RefundStatus.InReview => "In review",
        RefundStatus.AwaitingApproval => "Awaiting approval",
        RefundStatus.Approved => "Approved",
        RefundStatus.Paying => "Paying",
        RefundStatus.PayoutFailed => "Payout failed",
        RefundStatus.Paid => "Paid",
        RefundStatus.Rejected => "Rejected",
        RefundStatus.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without words."),
    };

    /// <summary>ok, warn, bad, info or calm: the tone of a state, always beside its word.</summary>
    public static string ToneOf(RefundStatus status) => status switch
    {
        RefundStatus.Paid or RefundStatus.Approved => "ok",
        RefundStatus.InReview or RefundStatus.Paying => "info",
        RefundStatus.AwaitingApproval => "warn",
        RefundStatus.PayoutFailed or RefundStatus.Rejected => "bad",
        _ => "calm",
    };

    /// <summary>The tone of a risk score of 0 to 100.</summary>
    public static string ToneOfRisk(int score) => score switch { >= 70 => "bad", >= 30 => "warn", _ => "ok" };

    /// <summary>The role in words.</summary>
    public static string Of(Role? role) => role switch
    {
        Role.Agent => "Agent",
        Role.Supervisor => "Supervisor",
        Role.ClientViewer => "Client",
        Role.Administrator => "Administrator",
        _ => "No role",
    };

    /// <summary>A length of time as short as it stays useful: <c>now</c>, <c>12 min</c>, <c>1 h 05</c>, <c>5 h</c>, <c>11 days</c>.</summary>
    public static string Of(TimeSpan length)
    {
        var minutes = (long)Math.Abs(length.TotalMinutes);
        return minutes switch
        {
            0 => "now",
            < 60 => $"{minutes} min",
            < 240 => $"{minutes / 60} h {minutes % 60:00}",
            < 2880 => $"{minutes / 60} h",
            _ => $"{minutes / 1440} days",
        };
    }

    /// <summary>Enough of an address to compare it with what somebody says: the first letter and the domain. Null where there is no address.</summary>
    public static string? Masked(string? email)
    {
        var at = email?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at > 0 ? $"{email![0]}••••{email[at..]}" : null;
    }

    /// <summary>The word with a capital first letter.</summary>
    public static string Capital(string word) => string.IsNullOrEmpty(word) ? string.Empty : char.ToUpperInvariant(word[0]) + word[1..];

    private static string Grouped(string plain)
    {
        var dot = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? plain : plain[..dot];
        return Int128.Parse(whole, CultureInfo.InvariantCulture) is var number && number == 0 && whole.StartsWith('-')
            ? "-0" + plain[whole.Length..]
            : number.ToString("N0", CultureInfo.InvariantCulture) + plain[whole.Length..];
    }
}
