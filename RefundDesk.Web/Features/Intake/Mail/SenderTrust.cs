using RefundDesk.Domain.Refunds.Mailing;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>What the receiving host found out about a sender (RFC 8601). Only the configured host is believed: anybody can write such a header into a mail.</summary>
internal static class SenderTrust
{
    private static readonly string[] Methods = ["dmarc", "dkim", "spf"];

    /// <summary>Why the sender may be another one than it says; null where nothing speaks against it, or no host is configured.</summary>
    public static string? WhyNot(string? trustedHost, ReadMail mail)
    {
        if (trustedHost is null)
        {
            return null;
        }

        // A host writes above what it got: the first header of its name is its own.
        if (mail.Checks.FirstOrDefault(check => string.Equals(check.Host, trustedHost, StringComparison.OrdinalIgnoreCase)) is not { } own)
        {
            return $"{trustedHost} says nothing about the sender, so it may be anybody.";
        }

        if (own.Results.Any(result => result is { Method: "dmarc", Result: "pass" }))
        {
            return null;
        }

        var failed = own.Results.Where(result => Methods.Contains(result.Method) && result.Result is "fail" or "softfail" or "permerror").Select(result => $"{result.Method.ToUpperInvariant()} {result.Result}").Distinct().ToArray();
        return failed.Length == 0 ? null : $"The sender may be another one than it says: {trustedHost} found {string.Join(", ", failed)}.";
    }
}
