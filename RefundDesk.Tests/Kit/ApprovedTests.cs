namespace RefundDesk.Tests.Kit;

public sealed class ApprovedTests
{
    private static readonly string[] License = ["LICENSE"];

    [Fact]
    public void A_text_that_is_the_approved_one_passes_whatever_its_line_endings_are()
    {
        var text = File.ReadAllText(Repository.PathOf(License));

        Approved.Match(text, License);
        Approved.Match(text.ReplaceLineEndings("\r\n"), License);
    }

    [Fact]
    public void A_text_that_differs_fails_with_the_first_line_that_does()
    {
        var lines = File.ReadAllLines(Repository.PathOf(License));
        lines[2] = "Something else.";

        var failure = Assert.ThrowsAny<Exception>(() => Approved.Match(string.Join('\n', lines), License));

        Assert.Contains("Line 3:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ Something else.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_nobody_has_approved_fails() =>
        Assert.Contains("nowhere.txt", Assert.ThrowsAny<Exception>(() => Approved.Match("text", "docs", "nowhere.txt")).Message, StringComparison.Ordinal);
}
