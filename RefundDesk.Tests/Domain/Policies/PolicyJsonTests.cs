using System.Text.Json.Nodes;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

public sealed class PolicyJsonTests
{
    private static ReturnPolicy Everything { get; } = APolicy() with
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
    [InlineData("{ \"version\": 1 }", "", "A field is missing")]
    public void What_is_no_document_is_refused(string text, string path, string message) => Refuses(text, path, message);

    [Fact]
    public void An_unknown_field_is_refused_and_not_ignored() => Refuses(Changed(document => document["colour"] = "red"), "colour", "There is no such field");

    [Fact]
    public void An_unknown_field_deep_inside_is_named_with_its_place() =>
        Refuses(Changed(document => document["windows"]![1]!["dayz"] = 3), "windows[1].dayz", "There is no such field");

    [Theory]
    [InlineData("days", "\"thirty\"")]
    [InlineData("anchor", "\"Tuesday\"")]
    [InlineData("days", "null")]
    [InlineData("days", "1.5")]
    public void A_value_of_another_kind_is_named_with_its_place(string field, string value) =>
        Refuses(Changed(document => document["windows"]![1]![field] = JsonNode.Parse(value)), $"windows[1].{field}", "The value is of another kind");

    [Fact]
    public void A_missing_comma_is_named_with_its_line()
    {
        var lines = PolicyJson.Write(Everything).Split('\n');
        var fault = Assert.Single(PolicyJson.Read(string.Join('\n', lines.Select((line, place) => place == 1 ? line.TrimEnd().TrimEnd(',') : line))).Faults);

        Assert.Equal(3, fault.Line);
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
