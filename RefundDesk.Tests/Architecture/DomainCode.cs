using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Tests.Architecture;

/// <summary>Who uses whom, read from the compiled code, method bodies included.</summary>
internal static class DomainCode
{
    /// <summary>The product's domain beside the violators planted in this assembly.</summary>
    public static ArchUnitNET.Domain.Architecture Code { get; } = new ArchLoader().LoadAssemblies(typeof(Money).Assembly, typeof(DomainCode).Assembly).Build();

    /// <summary>The types of a namespace and those below it. A rule that looked at nothing proves nothing.</summary>
    public static IReadOnlyList<IType> TypesIn(string room)
    {
        var types = Code.Types.Where(type => IsIn(type.FullName, room)).ToList();
        Assert.True(types.Count > 0, $"There is no type in {room}.");
        return types;
    }

    /// <summary>Every use of something that is forbidden, as <c>user → used</c>.</summary>
    public static string[] Uses(IEnumerable<IType> users, Func<string, bool> isForbidden) =>
        [.. users.SelectMany(type => type.Dependencies).Select(use => (From: use.Origin.FullName, To: use.Target.FullName))
            .Where(use => isForbidden(use.To)).Select(use => $"{use.From} → {use.To}").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True for the namespace itself and what lies below it.</summary>
    public static bool IsIn(string fullName, string room) => fullName.StartsWith($"{room}.", StringComparison.Ordinal);
}
