namespace RefundDesk.Tests.Kit;

/// <summary>
/// Texts that a person has read and approved, kept as files of the repository. A test compares what the product makes with them.
/// With <c>REFUNDDESK_APPROVE=1</c> the files are written instead: look at the difference, then commit it.
/// </summary>
internal static class Approved
{
    public static void Match(string text, params string[] file)
    {
        var path = Repository.PathOf(file);
        var made = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("REFUNDDESK_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, made);
            return;
        }

        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        if (approved != made)
        {
            Assert.Fail(
                $"{string.Join('/', file)} is not what the product makes now. Where the new text is right, run the test with REFUNDDESK_APPROVE=1 and commit the file.\n{FirstDifference(approved, made)}");
        }
    }

    private static string FirstDifference(string approved, string made)
    {
        var (left, right) = (approved.Split('\n'), made.Split('\n'));
        var at = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(i => i >= left.Length || i >= right.Length || left[i] != right[i]);
        return $"Line {at + 1}:\n- {left.ElementAtOrDefault(at)}\n+ {right.ElementAtOrDefault(at)}";
    }
}
