using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Mailing;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>Brings in the mailboxes customers write to, and what takes mails apart.</summary>
public static class MailboxesRegistration
{
    /// <summary>Registers it; nothing is looked at where no mailbox is configured.</summary>
    public static IServiceCollection AddMailboxes(this IServiceCollection services)
    {
        services.AddOptions<MailboxesOptions>().BindConfiguration(MailboxesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailboxesOptions>, MailboxesCheck>();
        return services.AddSingleton<IMailboxes, ImapMailboxes>().AddSingleton<IMailReader, MimeMailReader>();
    }
}
