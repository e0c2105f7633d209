using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>A file that was named must be there and whole when the application starts, not when the first mail comes.</summary>
internal sealed class TextModelOptionsCheck : IValidateOptions<TextModelOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TextModelOptions options)
    {
        if (options.FullPath is not { } path || TextModelFile.FaultOf(path) is not { } fault)
        {
            return ValidateOptionsResult.Success;
        }

        return ValidateOptionsResult.Fail(
            $"{TextModelOptions.Section}:{nameof(TextModelOptions.Path)} '{options.Path}': {fault} Leave it out for the model that ships, or empty for no suggestions.");
    }
}
