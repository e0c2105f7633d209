namespace RefundDesk.Tests.Kit;

/// <summary>
/// Published data that tests compare with and that is not part of the repository: the directory named by
/// <c>REFUNDDESK_TEST_DATA</c>, else <c>shared/data</c> beside the checkout. Where a file is missing, the test that wants it is skipped with its name.
/// </summary>
internal static class SharedData
{
    private static readonly string Directory =
        Environment.GetEnvironmentVariable("REFUNDDESK_TEST_DATA") is { Length: > 0 } named ? named : Repository.PathOf("..", "shared", "data");

    /// <summary>The path of a file that is there, or a skipped test.</summary>
    public static string PathOf(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Directory, .. parts]));
        Assert.SkipUnless(File.Exists(path), $"The published file {string.Join('/', parts)} is not there; name its directory in REFUNDDESK_TEST_DATA.");
        return path;
    }
}
