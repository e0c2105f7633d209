namespace RefundDesk.Tests.Infrastructure.TextModel;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("refunddesk-model-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
