using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Puts the delivery of messages in place; it runs while the application serves.</summary>
public static class NotificationsRegistration
{
    /// <summary>Registers it: over SMTP where a host is set, else into a folder.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(found => new DeskAddress(found.GetRequiredService<IConfiguration>()["Desk:PublicUrl"] ?? "http://localhost:5000"));
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<FolderChannel>();
        services.AddSingleton<SmtpChannel>();
        services.AddSingleton<INotificationChannel>(found => found.GetRequiredService<IOptions<NotificationOptions>>().Value.Smtp.Host is { Length: > 0 }
            ? found.GetRequiredService<SmtpChannel>()
            : found.GetRequiredService<FolderChannel>());
        services.AddSingleton<OutboxRound>();
        services.AddHostedService<OutboxService>();
        return services;
    }
}
