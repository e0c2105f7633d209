using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>Reads customers' words with the model's file, which is opened with the first of them and kept. For any number of threads.</summary>
internal sealed class ModelConcernReader(IOptions<TextModelOptions> options) : IConcernReader
{
    private readonly Lazy<ConcernModel?> _model = new(() => options.Value.FullPath is { } path ? TextModelFile.Read(path) : null);

    /// <inheritdoc />
    public ConcernSuggestion? Suggest(string text) => string.IsNullOrWhiteSpace(text) ? null : _model.Value?.Suggest(text);
}
