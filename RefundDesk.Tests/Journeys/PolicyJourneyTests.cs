using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

[Trait("Category", "Browser")]
public sealed class PolicyJourneyTests
{
    [Fact]
    public async Task A_supervisor_writes_a_version_another_agrees_and_activates_it_and_it_is_gone_back_from()
    {
        await using var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });
        var client = await desk.ClientAsync();
        var tom = await desk.AddPersonAsync(Role.Supervisor, "Tom Supervisor");
        await using var sue = await Browser.OpenAsync(desk, Role.Supervisor, "/policies");

        await sue.LookAsync("policies");
        await sue.Page.GetByRole(AriaRole.Link, new() { Name = client.Name }).ClickAsync();
        await DraftAsync(sue);
        await PutRightAsync(sue);
        await using var second = await SignInAsync(desk, tom.Email!, $"/policies/{client.Key}/2");
        await ActivateAsync(second, client.Key);

        await second.Page.GetByRole(AriaRole.Link, new() { Name = "Difference to version 1" }).ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Row, new() { Name = "Return windows › all others › Days" })).ToContainTextAsync("45");
        await second.LookAsync("policy-difference");

        await second.GoAsync($"/policies/{client.Key}");
        await Expect(second.Page.GetByText("Scheduled")).ToBeVisibleAsync();
        await second.LookAsync("policy-versions");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw version 2" }).ClickAsync();
        await second.Page.GetByLabel("Reason").FillAsync("Another time");
        await second.LookAsync("policy-withdraw");
        await second.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Expect(second.Page.GetByText("Withdrawn: Another time")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_not_stored_is_not_left_without_a_question_and_a_text_that_cannot_be_read_names_its_line()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, $"/policies/{client.Key}");
        await DraftAsync(tab);
        var text = tab.Page.GetByLabel("The document as text (JSON)");
        var written = await text.InputValueAsync();

        await text.FillAsync(written.Replace("\"refuseAutomatically\": true", "\"refuseAutomatically\": perhaps", StringComparison.Ordinal));
        await text.BlurAsync();
        var line = written.Split('\n').ToList().FindIndex(one => one.Contains("refuseAutomatically", StringComparison.Ordinal)) + 1;
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Faults" })).ToContainTextAsync($"line {line}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = $"line {line}" }).ClickAsync();
        Assert.Equal("  \"refuseAutomatically\": perhaps,", await text.EvaluateAsync<string>("box => box.value.slice(box.selectionStart, box.selectionEnd)"));
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeDisabledAsync();
        await tab.LookAsync("policy-unreadable");

        await text.FillAsync(written.Replace("\"refuseAutomatically\": true", "\"refuseAutomatically\": false", StringComparison.Ordinal));
        await text.BlurAsync();
        await OpenAsync(tab, "Who decides");
        await Expect(tab.Page.GetByLabel("Automation refuses what a rule clearly refuses")).Not.ToBeCheckedAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Reports" }).ClickAsync();
        await Expect(tab.Page.GetByText("What you changed in this version is not stored.")).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tab.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Reports" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Refund activity" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_version_that_proved_wrong_is_gone_back_from_by_a_draft_with_the_old_content()
    {
        await using var desk = await WebDesk.StartAsync();
        var client = await desk.ClientAsync();
        await using (var db = await desk.Data.OpenAsync())
        {
            var first = await db.Policies.SingleAsync(TestContext.Current.CancellationToken);
            var next = Done(PolicyVersion.Draft(client.Id, 2, PolicyJson.Write(first.Document with { RefuseAutomatically = false }), "A person refuses", SupervisorSue, Now));
            Done(next.Review(SupervisorTom, Now));
            Done(next.Activate(null, [first], SupervisorSue, Now));
            db.Add(next);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, $"/policies/{client.Key}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Go back to this version 1" }).ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("Too much work");
        await tab.LookAsync("policy-back");
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Go back to this" }).ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Version 3" })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByLabel("What it changes, and why")).ToHaveValueAsync("Back to version 1: Too much work");
        await OpenAsync(tab, "Who decides");
        await Expect(tab.Page.GetByLabel("Automation refuses what a rule clearly refuses")).ToBeCheckedAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Difference to version 2" }).ClickAsync();
        await Expect(tab.Page.GetByText("One field differs.")).ToBeVisibleAsync();
    }

    private static async Task DraftAsync(BrowserTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Draft a version" }).ClickAsync();
        await tab.Page.GetByLabel("What it shall change, and why").FillAsync("Longer in winter: customers ask for it");
        await tab.LookAsync("policy-draft");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Draft", Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Version 2" })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByLabel("Days of window 1")).ToHaveValueAsync("30");
        await tab.LookAsync("policy-editor");
    }

    /// <summary>A mistake is shown at its field and in the list, can be kept, and is put right.</summary>
    private static async Task PutRightAsync(BrowserTab tab)
    {
        var risk = tab.Page.GetByLabel("A person looks from risk, 0 to 100");
        await tab.Page.GetByLabel("Days of window 1").FillAsync("45");
        await OpenAsync(tab, "Who decides");
        await risk.FillAsync("160");
        await risk.BlurAsync();
        await Expect(risk).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Faults" })).ToContainTextAsync("160 must be 0 to 100.");
        await tab.LookAsync("policy-fault");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tab.Page.GetByText("Saved.")).ToBeVisibleAsync();

        await risk.FillAsync("70");
        await risk.BlurAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Faults" })).ToHaveCountAsync(0);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tab.Page.GetByText("Everything is stored.")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Agree" })).ToHaveCountAsync(0);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "In words" }).ClickAsync();
        await Expect(tab.Page.GetByText("Goods may be given back for 45 days from delivery.")).ToBeVisibleAsync();
        await tab.LookAsync("policy-words");
    }

    private static Task OpenAsync(BrowserTab tab, string section) =>
        tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the policy" }).GetByRole(AriaRole.Button, new() { Name = section }).ClickAsync();

    private static async Task ActivateAsync(BrowserTab tab, string client)
    {
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await Expect(tab.Page.GetByText("Reviewed", new() { Exact = true })).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await tab.LookAsync("policy-activate");
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(tab.Page.GetByText("Scheduled", new() { Exact = true })).ToBeVisibleAsync();
        Assert.EndsWith($"/policies/{client}/2", tab.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<BrowserTab> SignInAsync(WebDesk desk, string email, string path)
    {
        var tab = await Browser.OpenAsync(desk, role: null, path);
        await tab.Page.GetByLabel("E-mail").FillAsync(email);
        await tab.Page.GetByLabel("Password").FillAsync(WebDesk.Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Version 2" })).ToBeVisibleAsync();
        return tab;
    }
}
