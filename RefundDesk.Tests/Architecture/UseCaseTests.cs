using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Architecture;

public sealed class UseCaseTests
{
    /// <summary>Use cases that run before it is known who asks, with the reason.</summary>
    private static readonly Dictionary<string, string> ForAnybody = new()
    {
        ["SignIn"] = "Says who it is.",
        ["AskForCode"] = "A customer asks to be let in; it says nothing back.",
        ["OpenByCode"] = "A customer is let in by a code.",
        ["AnswerOnline"] = "Whoever holds the link may answer what was asked.",
        ["DeclareWithdrawal"] = "A consumer withdraws; the law lets nobody ask who it is first.",
        ["CancelByLink"] = "Whoever holds the link may withdraw the request.",
        ["TrackRefund"] = "Whoever holds the link may see where the refund is.",
    };

    [Fact]
    public void Every_use_case_asks_on_whose_behalf_it_runs()
    {
        Assert.NotEmpty(UseCases.All);
        Assert.Empty(UseCases.All.Where(useCase => !UseCases.KnowsWhoAsks(useCase)).Select(useCase => useCase.Name).Except(ForAnybody.Keys));
    }

    [Fact]
    public void Nothing_is_for_anybody_that_does_not_have_to_be() =>
        Assert.All(ForAnybody.Keys, name => Assert.Contains(UseCases.All, useCase => useCase.Name == name && !UseCases.KnowsWhoAsks(useCase)));

    [Fact]
    public void A_planted_use_case_that_does_not_ask_is_caught() => Assert.False(UseCases.KnowsWhoAsks(typeof(Planted.Features.One.OneUseCase)));

    [Fact]
    public async Task Every_use_case_can_be_had_from_the_application()
    {
        await using var desk = await TestDatabase.CreateAsync();
        await using var scope = desk.BuildHost(DeskPrincipal.Nobody).Services.CreateAsyncScope();

        Assert.All(UseCases.All, useCase => Assert.NotNull(scope.ServiceProvider.GetRequiredService(useCase)));
    }
}
