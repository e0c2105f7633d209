using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace RefundDesk.Tests.Architecture;

/// <summary>One dependency that a rule does not allow.</summary>
/// <param name="From">The type that depends.</param>
/// <param name="To">What it depends on.</param>
internal sealed record Breach(string From, string To);

/// <summary>
/// Reads who uses whom from the compiled assemblies. A rule is told where the rooms begin (<c>RefundDesk.Web</c>), so that the same rule can
/// be tried on a tree of planted types in this assembly.
/// </summary>
internal static class Rooms
{
    /// <summary>Where the product's rooms begin.</summary>
    public const string Web = "RefundDesk.Web";

    /// <summary>Where the planted ones begin.</summary>
    public const string Planted = "RefundDesk.Tests.Architecture.Planted";

    private static readonly Lazy<IReadOnlyList<IType>> LazyTypes = new(Load);

    private static readonly string[] ComposesEverything = ["Program", "DeskHost", "ShippedSettings"];

    /// <summary>Every type of the product and of the planted tree.</summary>
    public static IReadOnlyList<IType> Types => LazyTypes.Value;

    /// <summary>The types of a room and the rooms inside it; <paramref name="room"/> as <c>Features</c>, empty for all.</summary>
    public static IReadOnlyList<IType> In(string root, string room = "") =>
        [.. Types.Where(type => IsIn(type.FullName, root, room) && !IsComposition(type.FullName, root))];

    /// <summary>What comes after the root: <c>Features.Queue.QueuePage</c>; null where it is outside.</summary>
    public static string? Path(string fullName, string root) => IsIn(fullName, root, string.Empty) ? fullName[(root.Length + 1)..] : null;

    /// <summary>The first steps of a path: <c>Features.Queue</c>.</summary>
    public static string First(string path, int steps) => string.Join('.', path.Split('.', '+', '/').Take(steps));

    /// <summary>What types depend on beyond themselves.</summary>
    public static IEnumerable<Breach> Uses(IEnumerable<IType> types) => types
        .SelectMany(type => type.Dependencies.Select(dependency => new Breach(type.FullName, dependency.Target.FullName)))
        .Distinct();

    /// <summary>Which methods types call, as <c>Declaring.Type::Method</c>.</summary>
    public static IEnumerable<Breach> Calls(IEnumerable<IType> types) => types
        .SelectMany(type => type.Dependencies.OfType<MethodCallDependency>()
            .Select(call => new Breach(type.FullName, $"{call.Target.FullName}::{NameOf(call.TargetMember)}")))
        .Distinct();

    private static string NameOf(IMember member) => member.Name[..Math.Max(0, member.Name.IndexOfAny(['(', '<']) is var end and >= 0 ? end : member.Name.Length)];

    private static bool IsIn(string fullName, string root, string room)
    {
        var start = room.Length == 0 ? $"{root}." : $"{root}.{room}.";
        return fullName.StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>Registrations and the host put everything together and therefore know everyone.</summary>
    private static bool IsComposition(string fullName, string root)
    {
        var steps = Path(fullName, root)!.Split('.', '+', '/');
        return Array.Exists(steps, step => step.EndsWith("Registration", StringComparison.Ordinal) || ComposesEverything.Contains(step));
    }

    private static IReadOnlyList<IType> Load()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(RefundDesk.Web.DeskHost).Assembly, typeof(Rooms).Assembly).Build();
        return [.. architecture.Types.Where(type => type.FullName.StartsWith(Web + ".", StringComparison.Ordinal) || type.FullName.StartsWith(Planted + ".", StringComparison.Ordinal))];
    }
}
