using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>Brings in the reader of customers' own words.</summary>
public static class TextModelRegistration
{
    /// <summary>Registers it; its file is checked at the start and read with the first text.</summary>
    public static IServiceCollection AddTextModel(this IServiceCollection services)
    {
        services.AddOptions<TextModelOptions>().BindConfiguration(TextModelOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TextModelOptions>, TextModelOptionsCheck>();
        services.AddSingleton<IConcernReader, ModelConcernReader>();
        return services;
    }
}
