using System.Reflection;
using System.Text.RegularExpressions;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Tests.Domain.Common;

/// <summary>Codes are what outside systems go by, messages what people read.</summary>
public sealed partial class RefusalTests
{
    public static TheoryData<string> EveryRefusal => [.. All().Select(refusal => refusal.Name)];

    [Theory]
    [MemberData(nameof(EveryRefusal))]
    public void A_refusal_has_a_dotted_code_in_lower_case_and_a_message_for_a_person(string name)
    {
        var refusal = All().Single(refusal => refusal.Name == name).Refusal;

        Assert.Matches(Code(), refusal.Code);
        Assert.True(refusal.Message.Length > 10, refusal.Message);
        Assert.DoesNotContain("Exception", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_is_there_once()
    {
        var codes = All().Select(refusal => refusal.Refusal.Code).ToArray();

        Assert.True(codes.Length > 25, $"Only {codes.Length} refusals were found.");
        Assert.Distinct(codes);
    }

    [Fact]
    public void An_outcome_is_a_value_or_a_refusal_and_never_both()
    {
        Outcome done = Outcome.Ok;
        Outcome refused = RefundRefusals.NotFound;
        Outcome<int> value = 7;
        Outcome<int> none = RefundRefusals.NotFound;

        Assert.True(done.Succeeded);
        Assert.Null(done.Refusal);
        Assert.False(refused.Succeeded);
        Assert.Equal(RefundRefusals.NotFound, Outcome.FromRefusal(RefundRefusals.NotFound).Refusal);
        Assert.Equal((true, 7), (value.Succeeded, value.Value));
        Assert.True(value.WithoutValue().Succeeded);
        Assert.Equal(RefundRefusals.NotFound, none.WithoutValue().Refusal);
        Assert.Contains("refund.not-found", Assert.Throws<InvalidOperationException>(() => none.Value).Message, StringComparison.Ordinal);
    }

    /// <summary>Every static member of the domain that gives a refusal; those that take arguments are called with made-up ones.</summary>
    private static IEnumerable<(string Name, Refusal Refusal)> All() =>
        from type in typeof(Refusal).Assembly.GetTypes()
        from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        let refusal = member switch
        {
            PropertyInfo property when property.PropertyType == typeof(Refusal) => (Refusal)property.GetValue(null)!,
            MethodInfo { IsSpecialName: false } method when method.ReturnType == typeof(Refusal) => (Refusal)method.Invoke(null, [.. method.GetParameters().Select(MadeUp)])!,
            _ => null,
        }
        where refusal is not null
        select ($"{type.Name}.{member.Name}", refusal);

    private static object MadeUp(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "something",
        var type when type == typeof(int) => 3,
        var type when type == typeof(long) => 3L,
        var type when type == typeof(AttachmentLimits) => new AttachmentLimits(10_000_000, 20, 25_000_000),
        var type when type == typeof(DateOnly) => new DateOnly(2026, 3, 10),
        var type when type.IsEnum => Enum.GetValues(type).GetValue(0)!,
        var type => throw new InvalidOperationException($"{parameter.Member.Name} takes a {type}: teach the test to make one up."),
    };

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$")]
    private static partial Regex Code();
}
