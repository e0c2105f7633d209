using System.Net;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api;

/// <summary>What systems read: lists, changes, reports, and what they are told where there is nothing.</summary>
public sealed class ReadingTests
{
    private static readonly Dictionary<string, string?> AtRest = new() { ["Automation:Enabled"] = "false" };

    [Theory, DatabaseMatrix]
    public async Task All_refunds_are_read_page_by_page_each_once_and_only_the_clients_own(RefundDesk.Web.Infrastructure.Persistence.DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        var (client, other) = (await desk.ClientAsync(), await desk.Data.AddClientAsync());
        var own = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            own.Add((await desk.Data.AddCaseAsync(client, i == 2 ? ARefund().Paid() : ARefund().InReview())).Refund.Number.ToString());
            await desk.Data.AddCaseAsync(other, ARefund().InReview());
        }

        using var shop = await ApiCaller.OfAsync(desk, client);
        var read = await AllAsync(shop, "refunds?limit=2");

        Assert.Equal(own.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal([own[2]], await AllAsync(shop, "refunds?status=Paid&limit=1"));
    }

    [Theory, DatabaseMatrix]
    public async Task Changes_are_read_from_an_instant_on_and_the_cursor_goes_on_where_it_ended(RefundDesk.Web.Infrastructure.Persistence.DatabaseProvider provider)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true, provider: provider);
        var (client, other) = (await desk.ClientAsync(), await desk.Data.AddClientAsync());
        await desk.Data.AddCaseAsync(client, ARefund().RequestedAt(Now.AddDays(-2)).InReview());
        var since = Now.AddDays(-1);
        var changed = new[] { await desk.Data.AddCaseAsync(client, ARefund().InReview()), await desk.Data.AddCaseAsync(client, ARefund().InReview()), await desk.Data.AddCaseAsync(client, ARefund().InReview()) };
        await desk.Data.AddCaseAsync(other, ARefund().InReview());
        desk.Data.Time.Leap(TimeSpan.FromHours(1));
        using var shop = await ApiCaller.OfAsync(desk, client);

        var first = await shop.GetAsync($"refunds?updatedSince={since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&limit=2");
        var second = await shop.GetAsync($"refunds?limit=2&cursor={first.Json.GetProperty("next").GetString()}");
        var third = await shop.GetAsync($"refunds?limit=2&cursor={second.Json.GetProperty("next").GetString()}");
        await shop.PostAsync($"refunds/{changed[1].Refund.Number}/cancel", "{}");
        desk.Data.Time.Advance(TimeSpan.FromMinutes(1));
        var fourth = await shop.GetAsync($"refunds?cursor={third.Json.GetProperty("next").GetString()}");

        Assert.Equal(changed.Select(scene => scene.Refund.Number.ToString()), [.. Numbers(first), .. Numbers(second)]);
        Assert.Empty(Numbers(third));
        var gone = Assert.Single(fourth.Json.GetProperty("items").EnumerateArray());
        Assert.Equal((changed[1].Refund.Number.ToString(), nameof(RefundStatus.Cancelled)), (gone.GetProperty("number").GetString(), gone.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("refunds?status=Moon", 422, "refund.field", "status: 'Moon' must be one of")]
    [InlineData("refunds?status=3", 422, "refund.field", "status")]
    [InlineData("refunds?limit=0", 422, "refund.field", "limit")]
    [InlineData("refunds?limit=1000", 422, "refund.field", "limit: '1000' must be 1 to 200")]
    [InlineData("refunds?updatedSince=yesterday", 422, "refund.field", "updatedSince")]
    [InlineData("refunds?cursor=nonsense", 422, "request.cursor", "cursor")]
    [InlineData("refunds?cursor=r_99999999999999999999_x", 422, "request.cursor", "cursor")]
    [InlineData("refunds?cursor=c_x", 422, "request.cursor", "cursor")]
    [InlineData("refunds/nonsense", 404, "refund.not-found", "no such case")]
    [InlineData("nothing", 404, "request.path", "openapi")]
    [InlineData("refund-requests", 404, "request.path", "method")]
    [InlineData("reports/refund-activity?from=x&to=2026-03-31", 422, "refund.field", "from: 'x' must be a day")]
    [InlineData("reports/nonsense?from=2026-03-01&to=2026-03-31", 404, "report.unknown", "nonsense")]
    [InlineData("reports/refund-activity?from=2026-03-01&to=2026-03-31&format=doc", 422, "refund.field", "format")]
    public async Task What_cannot_be_read_is_said_with_its_field(string path, int status, string code, string words)
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        using var shop = await ApiCaller.OfAsync(desk, await desk.ClientAsync());

        var answer = await shop.GetAsync(path);

        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.Contains(words, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_had_as_a_file_by_a_key_that_may()
    {
        await using var desk = await WebDesk.StartAsync(settings: AtRest, standingClock: true);
        var client = await desk.ClientAsync();
        await desk.Data.AddCaseAsync(client, ARefund().Paid());
        using var shop = await ApiCaller.OfAsync(desk, client);
        using var blind = await ApiCaller.OfAsync(desk, client, ApiScopes.Refunds);

        var report = await shop.GetAsync("reports/refund-activity?from=2026-03-01&to=2026-03-31");

        Assert.Equal((HttpStatusCode.OK, "text/csv"), (report.Status, report.ContentType));
        Assert.Equal("refund.forbidden", (await blind.GetAsync("reports/refund-activity?from=2026-03-01&to=2026-03-31")).Code);
    }

    private static async Task<List<string>> AllAsync(ApiCaller shop, string path)
    {
        var read = new List<string>();
        string? next = null;
        do
        {
            var page = await shop.GetAsync(next is null ? path : $"{path}&cursor={next}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            read.AddRange(Numbers(page));
            next = page.Json.GetProperty("next").GetString();
        }
        while (next is not null);

        return read;
    }

    private static IEnumerable<string> Numbers(ApiReply page) => page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!);
}
