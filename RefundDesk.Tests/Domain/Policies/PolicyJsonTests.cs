using System.Text.Json.Nodes;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

public sealed class PolicyJsonTests
{
    internal static ReturnPolicy Everything { get; } = APolicy() with
    {
        Countries = ["DE"],
        Windows = [new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("toys", 30, WindowAnchor.Order) { CustomerGroup = "club", Country = "DE", Season = new Season(new DateOnly(2026, 11, 10), new DateOnly(2027, 1, 10), new DateOnly(2027, 1, 31)) }],
        Exclusions = [new Exclusion(null, "SKU-9", "unsealed")],
        Evidence = [new EvidenceRule("phones", RefundReason.Defective, 50_00, [EvidenceKind.Photo], ["What does not work?"])],
        Reductions = [new Reduction(GoodsCondition.Used, ReductionStage.Received, 2_500)],
        WithdrawalExemptions = [new WithdrawalExemption("engraved", ExemptionGround.MadeToOrder)],
        FeeTaxBasisPoints = 1_900,
        ReturnCostMinor = 4_90,
        Extras = [new ExtraRule(OrderLineKind.GiftWrap, ExtraWhen.Never)],
        StandardDeliveryMinor = 4_90,
        FreeShippingFromMinor = 50_00,
        DeliveryChargeMinor = 4_90,
        Promotions = PromotionRule.Recompute,
    };

    [Fact]
    public void A_document_read_again_is_written_the_same() =>
        Assert.Equal(PolicyJson.Write(Everything), PolicyJson.Write(Assert.IsType<ReturnPolicy>(PolicyJson.Read(PolicyJson.Write(Everything)).Document)));

    [Theory]
    [InlineData("", "", "The document is empty.")]
    [InlineData("null", "", "The document is null.")]
    [InlineData("{ \"version\": 1 }", "", "Fields are missing: activeFrom, windows, ")]
    public void What_is_no_document_is_refused(string text, string path, string message) => Refuses(text, path, message);

    [Fact]
    public void An_unknown_field_is_refused_and_not_ignored() => Refuses(Changed(document => document["colour"] = "red"), "colour", "There is no such field");

    [Fact]
    public void An_unknown_field_deep_inside_is_named_with_its_place() =>
        Refuses(Changed(document => document["windows"]![1]!["dayz"] = 3), "windows[1].dayz", "There is no such field");

    [Theory]
    [InlineData("days", "\"thirty\"", "\"thirty\" must be a whole number, for example 30.")]
    [InlineData("days", "1.5", "1.5 must be a whole number")]
    [InlineData("days", "3e1", "3e1 must be a whole number")]
    [InlineData("days", "2147483648", "2147483648 must be a whole number of at most 2,147,483,647.")]
    [InlineData("days", "null", "null must be a whole number")]
    [InlineData("days", "[30]", "a list must be a whole number")]
    [InlineData("anchor", "\"Tuesday\"", "\"Tuesday\" must be one of \"Order\", \"Dispatch\", \"Delivery\".")]
    [InlineData("anchor", "\"Order, Dispatch\"", "\"Order, Dispatch\" must be one of")]
    [InlineData("anchor", "1", "1 must be one of")]
    [InlineData("category", "7", "7 must be a text in double quotes, or null.")]
    [InlineData("season", "\"winter\"", "\"winter\" must be an object, { … }, or null.")]
    public void A_value_of_another_kind_is_named_with_its_place_and_what_would_be_valid(string field, string value, string message) =>
        Refuses(Changed(document => document["windows"]![1]![field] = JsonNode.Parse(value)), $"windows[1].{field}", message);

    [Theory]
    [InlineData("activeFrom", "\"10 November\"", "\"10 November\" must be an instant, for example")]
    [InlineData("activeFrom", "\"2026-11-10T00:00:00\"", "\"2026-11-10T00:00:00\" must be an instant, for example")]
    [InlineData("windows", "{}", "an object must be a list, [ … ].")]
    [InlineData("refuseAutomatically", "\"yes\"", "\"yes\" must be true or false.")]
    [InlineData("returnCostMinor", "99999999999999999999", "99999999999999999999 must be a whole number of at most 9,223,372,036,854,775,807.")]
    [InlineData("finalSaleCategories", "null", "null must be a list")]
    public void A_value_of_the_document_itself_is_too(string field, string value, string message) => Refuses(Changed(document => document[field] = JsonNode.Parse(value)), field, message);

    [Fact]
    public void Nothing_in_a_list_is_named_with_its_place() =>
        Refuses(Changed(document => document["exclusions"]!.AsArray().Add(null)), "exclusions[1]", "null must be an object");

    [Fact]
    public void A_day_that_is_none_is_named() =>
        Refuses(Changed(document => document["windows"]![1]!["season"]!["to"] = "2027-02-30"), "windows[1].season.to", "\"2027-02-30\" must be a day, for example \"2026-11-10\".");

    [Theory]
    [InlineData("dayz", "is days meant?")]
    [InlineData("Days", "is days meant?")]
    [InlineData("colour", "there are category, days, anchor, customerGroup, country, season.")]
    public void The_field_that_was_probably_meant_is_named(string field, string hint) =>
        Assert.EndsWith(hint, Assert.Single(PolicyJson.Read(Changed(document => document["windows"]![1]![field] = 3)).Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void A_field_that_is_there_twice_is_refused_and_the_last_one_does_not_win()
    {
        var fault = Assert.Single(PolicyJson.Read(PolicyJson.Write(Everything).Replace("\"reviewFromRiskScore\": 60", "\"reviewFromRiskScore\": 60,\n  \"reviewFromRiskScore\": 100", StringComparison.Ordinal)).Faults);

        Assert.Equal("reviewFromRiskScore", fault.Path);
        Assert.Equal($"The field is there twice, in line {fault.Line - 1} too: take one of them out.", fault.Message);
    }

    [Fact]
    public void Every_fault_of_the_fields_is_named_at_once()
    {
        var faults = PolicyJson.Read(Changed(document =>
        {
            document["windows"]![0]!["days"] = "x";
            document["tenderRule"] = "Last";
            document["colour"] = 1;
        })).Faults;

        Assert.Equal(["windows[0].days", "tenderRule", "colour"], faults.Select(fault => fault.Path));
    }

    [Fact]
    public void The_schema_names_every_field_of_the_document()
    {
        var fields = JsonNode.Parse(PolicyJson.Schema)!["properties"]!.AsObject().Select(field => field.Key).ToHashSet();

        Assert.Equal(JsonNode.Parse(PolicyJson.Write(Everything))!.AsObject().Select(field => field.Key).Where(name => !fields.Contains(name)), []);
        Assert.Contains("2020-12", PolicyJson.Schema, StringComparison.Ordinal);
    }

    private static string Changed(Action<JsonNode> change)
    {
        var document = JsonNode.Parse(PolicyJson.Write(Everything))!;
        change(document);
        return document.ToJsonString();
    }

    private static void Refuses(string text, string path, string message)
    {
        var reading = PolicyJson.Read(text);

        Assert.Null(reading.Document);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal(path, fault.Path);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }
}
