using System.Text.Json.Nodes;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Features.Policies.Editing;

namespace RefundDesk.Tests.Features.Policies;

public sealed class PolicySectionsTests
{
    [Fact]
    public void Every_field_of_the_document_is_written_in_one_section() => Assert.Equal(
        JsonNode.Parse(PolicyJson.Schema)!["properties"]!.AsObject().Select(field => field.Key).Except(["version", "activeFrom"]).Order(StringComparer.Ordinal),
        PolicySections.All.SelectMany(section => section.Fields).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("windows[1].season.to", "Return windows")]
    [InlineData("authority.limits[0].days", "Authority")]
    [InlineData("feeTaxBasisPoints", "What goes back")]
    public void A_fault_is_in_the_section_of_its_field(string path, string section) => Assert.Equal(section, PolicySections.Of(new PolicyFault(path, "wrong"))?.Title);

    [Fact]
    public void A_fault_of_the_whole_text_is_in_none() => Assert.Null(PolicySections.Of(new PolicyFault(string.Empty, "The document is empty.")));
}
