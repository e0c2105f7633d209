using Bunit;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Components.Shared;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Components;

public sealed class SharedTests : DeskPageTest
{
    [Theory]
    [InlineData(141_250, "EUR", "€\u00A01,412.50")]
    [InlineData(12_800, "JPY", "¥\u00A012,800")]
    [InlineData(1_299, "KWD", "KWD\u00A01.299")]
    [InlineData(-5, "GBP", "−£\u00A00.05")]
    [InlineData(-123_456_789, "USD", "−$\u00A01,234,567.89")]
    public void Amounts_carry_their_currency_and_its_digits(long minor, string currency, string reads)
    {
        Assert.Equal(reads, DeskText.Of(Money.Of(minor, Currency.Of(currency))));
    }

    [Theory]
    [InlineData(0, "now")]
    [InlineData(12, "12 min")]
    [InlineData(65, "1 h 05")]
    [InlineData(300, "5 h")]
    [InlineData(15_900, "11 days")]
    public void Lengths_of_time_are_short(int minutes, string reads)
    {
        Assert.Equal(reads, DeskText.Of(TimeSpan.FromMinutes(minutes)));
    }

    [Fact]
    public void Every_status_has_words_and_a_tone_the_styles_know()
    {
        var css = File.ReadAllText(Repository.PathOf("RefundDesk.Web", "wwwroot", "css", "app.css"));
        foreach (var status in Enum.GetValues<RefundStatus>())
        {
            var chip = Render<StatusChip>(parameters => parameters.Add(c => c.Status, status));

            Assert.Equal(DeskText.Of(status), chip.Find(".chip").TextContent);
            Assert.Contains($".chip.{DeskText.ToneOf(status)} ", css, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(8, "ok")]
    [InlineData(30, "warn")]
    [InlineData(88, "bad")]
    public void Risk_has_a_tone_beside_its_number(int score, string tone)
    {
        var chip = Render<RiskChip>(parameters => parameters.Add(c => c.Score, score).Add(c => c.WithWord, true)).Find(".chip");

        Assert.Equal($"Risk {score}", chip.TextContent);
        Assert.Contains(tone, chip.ClassList);
    }

    [Fact]
    public void A_time_says_how_long_ago_and_exactly_when_and_stays_true()
    {
        var time = Render<RelativeTime>(parameters => parameters.Add(t => t.At, Now.AddMinutes(-3)));

        Assert.Equal("3 min ago", time.Find("time").TextContent);
        Assert.Equal("Tue 10 Mar 2026, 11:57 UTC+00:00", time.Find("time").GetAttribute("title"));
        Time.Advance(TimeSpan.FromMinutes(2));
        time.WaitForAssertion(() => Assert.Equal("5 min ago", time.Find("time").TextContent));
    }

    [Theory]
    [InlineData(-10, "10 min late", "b text-bad")]
    [InlineData(12, "12 min", "b text-bad")]
    [InlineData(41, "41 min", "b text-warn")]
    [InlineData(80, "1 h 20", null)]
    public void A_deadline_grows_louder(int minutes, string reads, string? tone)
    {
        var time = Render<RelativeTime>(parameters => parameters.Add(t => t.At, Now.AddMinutes(minutes)).Add(t => t.IsDeadline, true)).Find("time");

        Assert.Equal(reads, time.TextContent);
        Assert.Equal(tone, time.GetAttribute("class"));
    }

    [Fact]
    public void A_fault_stays_in_its_panel_and_shows_a_number_instead_of_itself()
    {
        var panel = Render<PanelBoundary>(parameters => parameters.Add(p => p.Title, "The history could not be shown").AddChildContent<Faulty>());

        Assert.Contains("The history could not be shown", panel.Markup, StringComparison.Ordinal);
        Assert.Matches("^[0-9A-F]{8}$", panel.Find("p .b").TextContent);
        Assert.DoesNotContain("secret", panel.Markup, StringComparison.Ordinal);
    }

    private sealed class Faulty : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("a secret of the inside");
    }
}
