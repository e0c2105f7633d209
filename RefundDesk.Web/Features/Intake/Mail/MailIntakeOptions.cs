using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>Section <c>Mailboxes</c>: what is done with mails. Where they lie is said by the mailboxes themselves.</summary>
public sealed class MailIntakeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mailboxes";

    /// <summary>Seconds between two looks into the mailboxes; 1 to 3600, default 30.</summary>
    [Range(1, 3_600)]
    public int LookEverySeconds { get; set; } = 30;

    /// <summary>How often a sender is asked for the order's number within a day; 0 (never) to 20, default 3.</summary>
    [Range(0, 20)]
    public int AnswersPerSenderADay { get; set; } = 3;

    /// <summary>Days after which what a mail said is forgotten where it led to no refund; 1 to 3650, default 90.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 90;
}
