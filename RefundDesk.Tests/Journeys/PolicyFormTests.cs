using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Policies.Editing;
using static Microsoft.Playwright.Assertions;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Journeys;

/// <summary>The whole document is written by form: every section stores what was typed, and says at its field what is wrong.</summary>
[Trait("Category", "Browser")]
public sealed class PolicyFormTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1440)]
    [InlineData(true, 1280)]
    public async Task What_is_typed_in_each_section_is_stored_and_shown_again(bool dark, int width)
    {
        await using var desk = await StartAsync(policy => policy);
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, await PathAsync(desk), dark, width);
        await FillWindowsAndGoodsAsync(tab);
        await FillReasonsToMoneyAsync(tab);
        await FillLawToBreakerAsync(tab);

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tab.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Stopping itself" })).ToBeVisibleAsync();
        AssertStored(await StoredAsync(desk));

        await tab.GoAsync(await PathAsync(desk));
        foreach (var section in PolicySections.All)
        {
            await OpenAsync(tab, section.Title);
            await LookAsync(tab, $"policy-form-{section.Key}", dark);
        }

        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "Limit 1" }).GetByLabel("Amount an hour, EUR")).ToHaveValueAsync("12000.00");
    }

    [Fact]
    public async Task A_fault_lands_at_its_field_in_each_section_and_the_list_of_faults_leads_there()
    {
        await using var desk = await StartAsync(policy => policy with
        {
            Exclusions = [new Exclusion("gifts", null, "?")],
            Evidence = [new EvidenceRule(null, null, 0, [], ["?"])],
            Reductions = [new Reduction(GoodsCondition.Used, ReductionStage.Received, 10_001)],
            WithdrawalExemptions = [new WithdrawalExemption("cheese", ExemptionGround.Perishable), new WithdrawalExemption("CHEESE", ExemptionGround.Perishable)],
            Countries = ["Germany"],
            ReviewFromRiskScore = 101,
            Reasons = [.. ReasonRule.Standard.Select(rule => rule.Reason == RefundReason.Defective ? rule with { AutomaticApprovalMinor = -1 } : rule)],
            Windows = [.. policy.Windows, new ReturnWindow("toys", -1, WindowAnchor.Order)],
            Authority = new AuthorityRules { Limits = [new AuthorityLimit(LimitPeriod.Customer, 100_00)] },
            Extras = [new ExtraRule(OrderLineKind.Goods, ExtraWhen.Never)],
            DeliveryChargeMinor = -1,
            Breaker = [new BreakerLimit(BreakerLimit.Approve, 0, null)],
        });
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, await PathAsync(desk));
        var faults = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Faults" });
        (string Section, string Path, ILocator Field)[] places =
        [
            ("Goods", "exclusions[0].why", tab.Page.GetByLabel("Why, as the customer reads it")),
            ("Reasons", "reasons[2].automaticApprovalMinor", tab.Page.GetByLabel("Automation approves for defective up to")),
            ("Evidence", "evidence[0].questions", tab.Page.GetByLabel("Questions, one a line")),
            ("What goes back", "reductions[0].basisPoints", tab.Page.GetByLabel("Less, percent")),
            ("Delivery, extras", "deliveryChargeMinor", tab.Page.GetByLabel("Delivery costs below that")),
            ("Law", "countries[0]", tab.Page.GetByLabel("Countries sold to")),
            ("Who decides", "reviewFromRiskScore", tab.Page.GetByLabel("A person looks from risk")),
            ("Authority", "authority.limits[0].days", tab.Page.GetByLabel("Within days")),
            ("Stopping itself", "breaker[0].countAnHour", tab.Page.GetByLabel("Decisions an hour")),
            ("Return windows", "windows[1].days", tab.Page.GetByLabel("Days of window 2")),
        ];
        foreach (var (section, path, field) in places)
        {
            await faults.GetByRole(AriaRole.Button, new() { Name = path }).First.ClickAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = section, Exact = true })).ToBeVisibleAsync();
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(field).ToBeFocusedAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the policy" }).GetByRole(AriaRole.Button, new() { Name = section })).ToContainTextAsync("fault");
        }

        await OpenAsync(tab, "Law");
        await Expect(tab.Page.GetByText("CHEESE is there twice.").First).ToBeVisibleAsync();
        await LookAsync(tab, "policy-form-faults", dark: false);
    }

    [Fact]
    public async Task Rows_are_added_moved_and_removed_with_the_keyboard_alone()
    {
        await using var desk = await StartAsync(policy => policy);
        await using var tab = await Browser.OpenAsync(desk, Role.Supervisor, await PathAsync(desk));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a window" }).PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "Window 2" })).ToBeFocusedAsync();

        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.GetByLabel("Days of window 2")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Control+A");
        await tab.Page.Keyboard.TypeAsync("sixty");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.GetByText("must be a whole number").First).ToBeVisibleAsync();
        await tab.Page.GetByLabel("Days of window 2").FillAsync("60");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Move window 2 up" }).PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "Window 1" })).ToBeFocusedAsync();
        await Expect(tab.Page.GetByLabel("Days of window 1")).ToHaveValueAsync("60");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Remove window 1" }).PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "Window 1" })).ToBeFocusedAsync();
        await Expect(tab.Page.GetByLabel("Days of window 1")).ToHaveValueAsync("30");
        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "Window 2" })).ToHaveCountAsync(0);
    }

    private static async Task FillWindowsAndGoodsAsync(BrowserTab tab)
    {
        await OpenAsync(tab, "Return windows");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a window" }).ClickAsync();
        var window = tab.Page.GetByRole(AriaRole.Group, new() { Name = "Window 2" });
        await TypeAsync(window.GetByLabel("Category"), "Toys");
        await TypeAsync(window.GetByLabel("Customer group"), "club");
        await window.GetByLabel("Only for orders of a season").CheckAsync();
        await TypeAsync(window.GetByLabel("Open until, at least"), "2027-02-15");

        await OpenAsync(tab, "Goods");
        await TypeAsync(tab.Page.GetByLabel("Final sale: categories"), "outlet, swimwear");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add an exclusion" }).ClickAsync();
        await TypeAsync(tab.Page.GetByLabel("Why, as the customer reads it"), "Cut to size");
        await tab.Page.GetByLabel("A set of which a part comes back").SelectOptionAsync("Only the whole set");
    }

    private static async Task FillReasonsToMoneyAsync(BrowserTab tab)
    {
        await OpenAsync(tab, "Reasons");
        await TypeAsync(tab.Page.GetByLabel("Automation approves for wrong size up to"), "49.90");
        await tab.Page.GetByLabel("Goods come back first for wrong size").SelectOptionAsync("Always");

        await OpenAsync(tab, "Evidence");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await tab.Page.GetByLabel("Receipt").CheckAsync();
        await TypeAsync(tab.Page.GetByLabel("From an amount of"), "75");
        await TypeAsync(tab.Page.GetByLabel("Questions, one a line"), "What does not work?\nSince when?");

        await OpenAsync(tab, "What goes back");
        await TypeAsync(tab.Page.GetByLabel("Opened, percent", new() { Exact = true }), "2.5");
        await tab.Page.GetByLabel("A fee is").SelectOptionAsync("A service with tax of its own");
        await TypeAsync(tab.Page.GetByLabel("Tax inside a fee, percent"), "19");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a reduction" }).ClickAsync();
        await TypeAsync(tab.Page.GetByLabel("Less, percent"), "12.5");

        await OpenAsync(tab, "Delivery, extras");
        await TypeAsync(tab.Page.GetByLabel("The customer pays for the way back"), "4.90");
        await TypeAsync(tab.Page.GetByLabel("Standard delivery costs"), "3.95");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add an extra" }).ClickAsync();
        await tab.Page.GetByLabel("Kind").SelectOptionAsync("Tip");
        await tab.Page.GetByLabel("Given back", new() { Exact = true }).SelectOptionAsync("Never");
    }

    private static async Task FillLawToBreakerAsync(BrowserTab tab)
    {
        await OpenAsync(tab, "Law");
        await TypeAsync(tab.Page.GetByLabel("Groups of customers who are businesses"), "trade");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add an exemption" }).ClickAsync();
        await tab.Page.GetByLabel("On what ground").SelectOptionAsync("Perishable");

        await OpenAsync(tab, "Who decides");
        await TypeAsync(tab.Page.GetByLabel("Automation approves up to"), "80");
        await TypeAsync(tab.Page.GetByLabel("Days to answer a question"), "21");

        await OpenAsync(tab, "Authority");
        await TypeAsync(tab.Page.GetByLabel("Two more people approve from"), "5000");
        await tab.Page.GetByLabel("Limits", new() { Exact = true }).SelectOptionAsync("The ones below");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a limit" }).ClickAsync();
        var limit = tab.Page.GetByRole(AriaRole.Group, new() { Name = "Limit 2" });
        await limit.GetByLabel("Over").SelectOptionAsync("A customer");
        await TypeAsync(limit.GetByLabel("Refunds in currency"), "jpy");
        await TypeAsync(limit.GetByLabel("Up to, JPY"), "90000");

        await OpenAsync(tab, "Stopping itself");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a limit" }).ClickAsync();
        await TypeAsync(tab.Page.GetByLabel("Amount an hour, EUR"), "12000");
    }

    private static void AssertStored(ReturnPolicy stored)
    {
        Assert.Equal(("Toys", "club", new DateOnly(2027, 2, 15)), (stored.Windows[1].Category, stored.Windows[1].CustomerGroup, stored.Windows[1].Season!.Until));
        Assert.Equal(["outlet", "swimwear"], stored.FinalSaleCategories);
        Assert.Equal(new Exclusion("New category", null, "Cut to size"), Assert.Single(stored.Exclusions));
        Assert.Equal((49_90L, true), (stored.RuleOf(RefundReason.WrongSize).AutomaticApprovalMinor, stored.RuleOf(RefundReason.WrongSize).NeedsReturn));
        var evidence = Assert.Single(stored.Evidence);
        Assert.Equal(75_00, evidence.FromMinor);
        Assert.Equal([EvidenceKind.Photo, EvidenceKind.Receipt], evidence.Wants);
        Assert.Equal(["What does not work?", "Since when?"], evidence.Questions);
        Assert.Equal((250, 1_900, 4_90L), (stored.RestockingBasisPoints(GoodsCondition.Opened), stored.FeeTaxBasisPoints, stored.ReturnCostMinor));
        Assert.Equal(1_250, Assert.Single(stored.Reductions).BasisPoints);
        Assert.Equal((SetRule.Whole, 3_95L), (stored.Sets, stored.StandardDeliveryMinor));
        Assert.Equal(new ExtraRule(OrderLineKind.Tip, ExtraWhen.Never), Assert.Single(stored.Extras));
        Assert.Equal(["trade"], stored.BusinessGroups);
        Assert.Equal(ExemptionGround.Perishable, Assert.Single(stored.WithdrawalExemptions).Ground);
        Assert.Equal((80_00L, 21), (stored.AutomaticApprovalMinor, stored.InformationDeadlineDays));
        Assert.Equal(5_000_00, stored.Authority!.SecondApprovalFromMinor);
        Assert.Equal(new AuthorityLimit(LimitPeriod.Customer, 90_000) { Days = 30, Role = Role.Agent, Currency = "JPY" }, stored.Authority.Limits![1]);
        Assert.Equal(new BreakerLimit(BreakerLimit.Approve, 100, 12_000_00), Assert.Single(stored.Breaker));
    }

    private static async Task<WebDesk> StartAsync(Func<ReturnPolicy, ReturnPolicy> change)
    {
        var desk = await WebDesk.StartAsync(settings: new Dictionary<string, string?> { ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false" });
        var client = await desk.ClientAsync();
        var sue = await desk.PersonAsync(Role.Supervisor);
        await using var db = await desk.Data.OpenAsync();
        var document = PolicyJson.Write(change(ReturnPolicy.Standard(client.CreatedAt, client.Currency.MinorPerMajor)));
        db.Add(Done(PolicyVersion.Draft(client.Id, 2, document, "Everything by form", Actor.Person(new UserId(sue.Id), sue.DisplayName), Now)));
        await db.SaveChangesAsync(Cancelled);
        return desk;
    }

    private static async Task<string> PathAsync(WebDesk desk) => $"/policies/{(await desk.ClientAsync()).Key}/2";

    private static async Task<ReturnPolicy> StoredAsync(WebDesk desk)
    {
        await using var db = await desk.Data.OpenAsync();
        return (await db.Policies.AsNoTracking().SingleAsync(version => version.Version == 2, Cancelled)).Document;
    }

    private static async Task OpenAsync(BrowserTab tab, string section)
    {
        await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the policy" }).GetByRole(AriaRole.Button, new() { Name = section }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = section, Exact = true })).ToBeVisibleAsync();
    }

    private static async Task TypeAsync(ILocator field, string text)
    {
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    private static async Task LookAsync(BrowserTab tab, string name, bool dark)
    {
        await tab.PictureAsync($"{name}-{(dark ? "dark" : "light")}");
        await tab.ExpectAccessibleAsync();
    }
}
