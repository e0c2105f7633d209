using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.CommandLine;
using RefundDesk.Web.Features.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Policies;

/// <summary>What differs in words, where faults stand in a text, and what fields make of it.</summary>
public sealed class PolicyDifferenceTests
{
    private static readonly Currency Euro = Currency.Of("EUR");

    private static readonly ReturnPolicy Before = APolicy() with { Windows = [new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("Furniture", 60, WindowAnchor.Delivery)] };

    [Fact]
    public void Fields_are_said_in_words_with_money_and_shares_and_items_by_their_names()
    {
        var after = Before with
        {
            Version = 2,
            Windows = [new ReturnWindow("Books", 10, WindowAnchor.Order), new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("Furniture", 90, WindowAnchor.Delivery)],
            AutomaticApprovalMinor = 50_00,
            FourEyesFromMinor = null,
            RestockingFees = [new RestockingFee(GoodsCondition.Used, 1_250)],
            TenderRule = TenderRule.ProRata,
            FinalSaleCategories = ["gift cards"],
        };

        var changes = PolicyDifference.Between(PolicyJson.Write(Before), PolicyJson.Write(after), Euro);

        Assert.Equal(
            [
                new PolicyChange("windows[Furniture].days", "Return windows › Furniture › Days", "60", "90"),
                new PolicyChange("windows[Books]", "Return windows › Books", null, "Books, days 10, counted from Order"),
                new PolicyChange("finalSaleCategories", "Final sale", "none", "gift cards"),
                new PolicyChange("restockingFees[Used].basisPoints", "Restocking fees › Used › Share", "10 %", "12.5 %"),
                new PolicyChange("automaticApprovalMinor", "Automation approves up to", "€\u00A0100.00", "€\u00A050.00"),
                new PolicyChange("fourEyesFromMinor", "Two people agree from", "€\u00A01,000.00", null),
                new PolicyChange("tenderRule", "Payments get money back", "Gift card last", "Pro rata"),
            ],
            changes);
    }

    [Fact]
    public void Number_and_date_of_a_version_are_no_difference_and_order_of_windows_neither() =>
        Assert.Empty(PolicyDifference.Between(PolicyJson.Write(Before), PolicyJson.Write(Before with { Version = 7, ActiveFrom = Now, Windows = [Before.Windows[1], Before.Windows[0]] }), Euro));

    [Fact]
    public void A_fault_is_found_in_its_line()
    {
        var text = PolicyJson.Write(Before with { ReviewFromRiskScore = 120, Windows = [Before.Windows[0], Before.Windows[1] with { Days = -5 }] });

        var faults = PolicyForm.FaultsOf(text);

        Assert.Equal(["reviewFromRiskScore", "windows[1].days"], faults.Select(fault => fault.Fault.Path).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.Contains(fault.Fault.Path.Split('.')[^1], text.Split('\n')[fault.Line!.Value - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Fields_and_text_are_kept_in_step()
    {
        var form = new PolicyForm(PolicyJson.Write(Before), "A change", Euro);
        Assert.False(form.IsDirty);

        form.SetWhole("windows[0].days", "45", mayBeNone: false, (policy, days) => policy with { Windows = [policy.Windows[0] with { Days = days!.Value }, policy.Windows[1]] });
        Assert.Contains("\"days\": 45", form.Text, StringComparison.Ordinal);
        form.SetText(form.Text.Replace("\"days\": 45", "\"days\": 46", StringComparison.Ordinal));
        Assert.Equal(46, form.Document!.Windows[0].Days);
        Assert.True(form is { IsDirty: true, CanBeStored: true, Faults.Count: 0 });

        form.SetAmount("agentApprovalMinor", "a lot", Euro, mayBeNone: false, (policy, minor) => policy with { AgentApprovalMinor = minor!.Value });
        Assert.Equal("a lot", form.Shown("agentApprovalMinor", form.Document.AgentApprovalMinor, Euro));
        Assert.Contains("EUR", form.FaultOf("agentApprovalMinor"), StringComparison.Ordinal);
        Assert.False(form.CanBeStored);
        form.SetAmount("agentApprovalMinor", "300", Euro, mayBeNone: false, (policy, minor) => policy with { AgentApprovalMinor = minor!.Value });
        Assert.Equal((300_00, true), (form.Document.AgentApprovalMinor, form.CanBeStored));

        form.SetText("{ \"version\": 1,");
        Assert.False(form.CanBeStored || form.IsReadable);
        Assert.Equal(46, form.Document!.Windows[0].Days);
        Assert.NotEmpty(form.FaultsWithLines());
    }

    [Fact]
    public void Everything_a_document_says_is_said_in_sentences()
    {
        var clauses = PolicySentences.Of(
            Before with { Exclusions = [new Exclusion("Food", null, "It spoils.")], Countries = ["DE"], ReturnCostMinor = 4_90, Reductions = [new Reduction(GoodsCondition.Used, ReductionStage.Received, 2_000)], BusinessGroups = ["Trade"] },
            Euro);

        var said = string.Join(' ', clauses.SelectMany(clause => clause.Sentences));
        Assert.Contains("Goods may be given back for 30 days from delivery.", said, StringComparison.Ordinal);
        Assert.Contains("Furniture: 60 days from delivery.", said, StringComparison.Ordinal);
        Assert.Contains("Food. It spoils.", said, StringComparison.Ordinal);
        Assert.Contains("€\u00A04.90", said, StringComparison.Ordinal);
        Assert.Contains("20 % less for used goods, as an inspection found.", said, StringComparison.Ordinal);
        Assert.Contains("Donation, tip: given back only where the retailer is at fault.", said, StringComparison.Ordinal);
        Assert.Contains(clauses, clause => clause is { Title: "Business groups", Sentences: ["Trade."] });
    }

    [Fact]
    public void What_was_sold_together_is_said_in_sentences()
    {
        var clauses = PolicySentences.Of(
            Before with { StandardDeliveryMinor = 4_90, FreeShippingFromMinor = 50_00, DeliveryChargeMinor = 4_90, Sets = SetRule.Whole, FreeGifts = GiftRule.Deduct, Promotions = PromotionRule.FloorAtPaid, Extras = [new ExtraRule(OrderLineKind.GiftWrap, ExtraWhen.Never)] },
            Euro);

        Assert.Equal(3, Assert.Single(clauses, clause => clause.Number == "§13").Sentences.Count);
        Assert.Contains("Gift wrap: not given back.", Assert.Single(clauses, clause => clause.Title == "Extras").Sentences);
        Assert.Contains("Delivery is free from €\u00A050.00 on: where a return leaves less, €\u00A04.90 is taken once, never from a withdrawal nor where the retailer is at fault.", Assert.Single(clauses, clause => clause.Title == "Delivery").Sentences);
        Assert.DoesNotContain(clauses, clause => clause.Number.Length == 0 && PurchaseFields.Contains(clause.Title));
    }

    private static string[] PurchaseFields { get; } = ["Extras given back", "Delivery is free from", "Delivery costs below that", "A gift that stays", "A promotion that a return breaks"];

    [Fact]
    public async Task The_check_at_the_command_line_names_every_fault_and_its_place()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var sound = await PoliciesCommand.CheckAsync(PolicyJson.Write(Before), new VerbConsole(output, error));
        var faulty = await PoliciesCommand.CheckAsync(PolicyJson.Write(Before with { ReviewFromRiskScore = 120, AnswerWithinHours = 0 }), new VerbConsole(output, error));
        var unknown = await PoliciesCommand.CheckAsync(PolicyJson.Write(Before).Replace("\"reviewFromRiskScore\"", "\"generosity\"", StringComparison.Ordinal), new VerbConsole(output, error));
        var nothing = await PoliciesCommand.CheckAsync(PolicyJson.Write(Before).Replace("\"Furniture\"", "7", StringComparison.Ordinal), new VerbConsole(output, error));

        Assert.Equal((0, 1, 1, 1), (sound, faulty, unknown, nothing));
        Assert.Contains("reviewFromRiskScore: 120 must be 0 to 100.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("answerWithinHours", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("generosity", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("windows[1].category", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 faults.", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows")]
    [InlineData("reasons")]
    [InlineData("finalSaleCategories")]
    public void A_list_with_nothing_in_it_where_something_belongs_is_a_fault_and_not_a_defect(string list)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(PolicyJson.Write(Before))!;
        document[list] = new System.Text.Json.Nodes.JsonArray((System.Text.Json.Nodes.JsonNode?)null);

        Assert.NotEmpty(PolicyForm.FaultsOf(document.ToJsonString()));
    }
}
