using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>Brings in what looks into files and where they are kept.</summary>
public static class AttachmentsRegistration
{
    /// <summary>Registers it; where the bytes lie is configuration.</summary>
    public static IServiceCollection AddAttachments(this IServiceCollection services)
    {
        services.AddOptions<AttachmentOptions>().BindConfiguration(AttachmentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AttachmentOptions>, AttachmentOptionsCheck>();
        services.AddSingleton<IFileIntake, FileIntake>();
        services.AddSingleton<DatabaseBytes>();
        services.AddSingleton<FolderBytes>();
        services.AddSingleton<IAttachmentBytes>(found => found.GetRequiredService<IOptions<AttachmentOptions>>().Value.Store == AttachmentStore.Folder ? found.GetRequiredService<FolderBytes>() : found.GetRequiredService<DatabaseBytes>());
        services.AddSingleton<CaseAttachments>();
        services.AddSingleton<AttachmentSweep>();
        services.AddHostedService<AttachmentSweepService>();
        return services;
    }
}
