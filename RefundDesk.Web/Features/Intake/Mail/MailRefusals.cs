using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>Why a person's step with a mail is not taken. Codes are stable.</summary>
internal static class MailRefusals
{
    public static Refusal NotFound { get; } = new("mail.not-found", "There is no such mail to look at any more.");

    public static Refusal Unreadable { get; } = new("mail.unreadable", "The mail could not be read, so nothing can be made of it: open it in the mailbox's folder of failed mails, and put the request in by hand.");

    public static Refusal Why { get; } = new("mail.why", "Say in 3 to 400 characters what was found out.");

    public static Refusal Nothing(string target) => new("mail.no-such-target", $"The retailer has neither an order nor a refund '{target}'.");
}
