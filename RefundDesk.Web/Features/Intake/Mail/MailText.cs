using System.Globalization;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>What customers who write mails are asked, in their language: <c>MailText.*.resx</c> beside this file.</summary>
public sealed class MailText
{
    private MailText()
    {
    }

    /// <summary>From here on this asynchronous call speaks the language.</summary>
    public static void Speak(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
}
