namespace RefundDesk.Tests.Kit;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory of <c>RefundDesk.sln</c>, found upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var here = new DirectoryInfo(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "RefundDesk.sln")))
            {
                return here.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} holds RefundDesk.sln.");
    }
}
