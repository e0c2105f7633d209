using ArchUnitNET.Domain;

namespace RefundDesk.Tests.Architecture;

/// <summary>Who may know whom in Web. Each rule has looked at something, and catches a violator planted for it.</summary>
public sealed class WhoMayKnowWhomTests
{
    private static readonly string[] Doors = ["Api", "Portal", "CommandLine"];

    private static readonly Dictionary<string, Func<string, IEnumerable<Breach>>> Rules = new()
    {
        ["A feature knows no other feature"] = root => Forbidden(root, "Features", (from, to) =>
            IsIn(to, "Features") && Rooms.First(to, 2) != Rooms.First(from, 2)),
        ["A feature knows of the infrastructure persistence alone"] = root => Forbidden(root, "Features", (_, to) =>
            IsIn(to, "Infrastructure") && !IsIn(to, "Infrastructure.Persistence")),
        ["A feature knows of the components the shared ones alone"] = root => Forbidden(root, "Features", (_, to) =>
            IsIn(to, "Components") && !IsIn(to, "Components.Shared")),
        ["A feature knows neither doors nor automation"] = root => Forbidden(root, "Features", (_, to) =>
            IsIn(to, "Automation") || Array.Exists(Doors, door => IsIn(to, door))),
        ["A room of the infrastructure knows no other room but persistence"] = root => Forbidden(root, "Infrastructure", (from, to) =>
            IsIn(to, "Infrastructure") && !IsIn(to, "Infrastructure.Persistence") && Rooms.First(to, 2) != Rooms.First(from, 2)),
        ["The infrastructure knows nothing that stands on it"] = root => Forbidden(root, "Infrastructure", (_, to) =>
            IsIn(to, "Features") || IsIn(to, "Components") || IsIn(to, "Automation") || Array.Exists(Doors, door => IsIn(to, door))),
        ["Automation knows persistence and the domain's ports alone"] = root => Forbidden(root, "Automation", (_, to) =>
            IsIn(to, "Features") || IsIn(to, "Components") || Array.Exists(Doors, door => IsIn(to, door))
            || (IsIn(to, "Infrastructure") && !IsIn(to, "Infrastructure.Persistence"))),
        ["A door knows no room of the infrastructure"] = root => Doors.SelectMany(door => Forbidden(root, door, (_, to) => IsIn(to, "Infrastructure"))),
        ["A component knows neither the database nor a gateway"] = root => Rooms.Uses(Components(root)).Where(use =>
            use.To.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal) || (Rooms.Path(use.To, root) is { } to && IsIn(to, "Infrastructure"))),
    };

    /// <summary>What is looked at and allowed all the same, with the reason; a room as <c>Infrastructure.Persistence.</c></summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["CommandLine.DatabaseCommand → Infrastructure.Persistence."] = "Its verbs are about the database itself.",
        ["CommandLine.ModelCommand → Infrastructure.TextModel."] = "Its verbs make and try the model itself; nothing of a client is in it.",
        ["Features.Queue.QueuePage → Features.Case."] = "The queue opens the case's own panel beside the row.",
        ["Features.Access.Pages.* → Infrastructure.Persistence.Rows.DeskUser"] = "Identity's managers are named by the row they manage.",
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    [Theory, MemberData(nameof(RuleNames))]
    public void The_rule_is_kept(string rule)
    {
        var breaches = Rules[rule](Rooms.Web).Where(breach => !IsAllowed(breach)).Select(breach => $"{breach.From} → {breach.To}").Order();

        Assert.True(!breaches.Any(), string.Join('\n', breaches));
    }

    [Theory, MemberData(nameof(RuleNames))]
    public void The_rule_catches_a_violator_planted_for_it(string rule) => Assert.NotEmpty(Rules[rule](Rooms.Planted));

    [Theory]
    [InlineData("Features")]
    [InlineData("Infrastructure")]
    [InlineData("Components")]
    [InlineData("CommandLine")]
    [InlineData("Automation")]
    public void The_rules_look_at_something(string room)
    {
        Assert.NotEmpty(Rooms.In(Rooms.Web, room));
        Assert.Contains(Rooms.Uses(Rooms.In(Rooms.Web, room)), use => use.To.StartsWith("RefundDesk.Domain.", StringComparison.Ordinal) || room == "Components");
    }

    [Fact]
    public void Nothing_is_allowed_that_nobody_does_any_more()
    {
        var used = Rules.Values.SelectMany(rule => rule(Rooms.Web)).Select(Shortened).ToHashSet();

        Assert.All(Allowed.Keys, exception => Assert.Contains(used, use => Fits(use, exception)));
    }

    private static bool IsAllowed(Breach breach) => Allowed.Keys.Any(exception => Fits(Shortened(breach), exception));

    /// <summary>Both sides begin as the exception says; an asterisk stands for the rest of the first.</summary>
    private static bool Fits(string use, string exception)
    {
        var (from, to) = (exception.Split(" → ")[0], exception.Split(" → ")[1]);
        var (user, used) = (use.Split(" → ")[0], use.Split(" → ")[1]);
        return (from.EndsWith('*') ? user.StartsWith(from[..^1], StringComparison.Ordinal) : user == from) && used.StartsWith(to, StringComparison.Ordinal);
    }

    /// <summary>Type → type, without what the compiler made inside the first.</summary>
    private static string Shortened(Breach breach) =>
        $"{Rooms.Path(breach.From, Rooms.Web)!.Split('+', '/')[0]} → {Rooms.Path(breach.To, Rooms.Web) ?? breach.To}";

    private static IEnumerable<Breach> Forbidden(string root, string room, Func<string, string, bool> isForbidden) => Rooms.Uses(Rooms.In(root, room))
        .Where(use => Rooms.Path(use.To, root) is { } to && isForbidden(Rooms.Path(use.From, root)!, to));

    private static bool IsIn(string path, string room) => path.StartsWith(room + ".", StringComparison.Ordinal);

    /// <summary>Everything in Components, and the pages beside the use cases.</summary>
    private static IEnumerable<IType> Components(string root) => Rooms.In(root)
        .Where(type => IsIn(Rooms.Path(type.FullName, root)!, "Components") || IsComponent(type));

    private static bool IsComponent(IType type) => type is Class { InheritedClasses: var bases }
        && bases.Any(inherited => inherited.FullName == "Microsoft.AspNetCore.Components.ComponentBase");
}
