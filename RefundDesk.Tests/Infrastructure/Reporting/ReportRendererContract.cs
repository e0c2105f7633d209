using RefundDesk.Domain.Reporting;

namespace RefundDesk.Tests.Infrastructure.Reporting;

/// <summary>What every renderer owes, whatever its format.</summary>
public abstract class ReportRendererContract
{
    protected abstract IReportRenderer Renderer { get; }

    /// <summary>What a reader of the file gets out of it.</summary>
    protected abstract string Content(byte[] file);

    protected static CancellationToken Cancelled => new(canceled: true);

    protected static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_writes_to_a_response_body_and_leaves_it_open()
    {
        await using var body = new AsyncOnlyStream();

        await Renderer.RenderAsync(SampleReport.RefundActivity(), body, Now);

        Assert.NotEmpty(body.ToArray());
        Assert.False(body.Disposed);
    }

    [Fact]
    public async Task A_report_without_content_is_a_valid_file() =>
        Assert.NotNull(await RenderAsync(SampleReport.Document()));

    [Fact]
    public async Task It_stops_when_it_is_cancelled() => await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        await Renderer.RenderAsync(SampleReport.OfTable(SampleReport.Refunds(500)), Stream.Null, Cancelled));

    [Fact]
    public async Task Two_reports_at_once_do_not_disturb_each_other()
    {
        var alone = Content(await RenderAsync(SampleReport.RefundActivity()));

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RenderAsync(SampleReport.RefundActivity()), Now)));

        Assert.All(together, file => Assert.Equal(alone, Content(file)));
    }

    [Fact]
    public async Task A_time_zone_nobody_knows_is_a_defect() => await Assert.ThrowsAnyAsync<TimeZoneNotFoundException>(async () =>
        await RenderAsync(SampleReport.RefundActivity() with { TimeZoneId = "Europe/Atlantis" }));

    protected async Task<byte[]> RenderAsync(ReportDocument document)
    {
        using var file = new MemoryStream();
        await Renderer.RenderAsync(document, file, Now);
        return file.ToArray();
    }
}
