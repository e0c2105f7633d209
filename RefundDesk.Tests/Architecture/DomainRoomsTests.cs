using System.Reflection;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Tests.Architecture;

/// <summary>
/// Domain knows the base class library only; Finance and Common know no sibling; nobody but Refunds knows Refunds. Each rule is also
/// tried on planted violators, since a rule that cannot fail holds nothing.
/// </summary>
public sealed class DomainRoomsTests
{
    private const string Domain = "RefundDesk.Domain";
    private const string Planted = "RefundDesk.Tests.Architecture.Planted";

    [Fact]
    public void The_domain_uses_the_base_class_library_only()
    {
        var domain = typeof(Money).Assembly;

        Assert.NotEmpty(domain.GetReferencedAssemblies());
        Assert.Empty(ForeignAssemblies(domain));
        Assert.Contains("xunit.v3.assert", ForeignAssemblies(typeof(DomainRoomsTests).Assembly));
    }

    [Theory]
    [InlineData("Finance")]
    [InlineData("Common")]
    public void Finance_and_Common_know_no_sibling(string room)
    {
        Assert.Empty(SiblingsUsed(Domain, room));

        Assert.Contains(SiblingsUsed(Planted, room), use => use.EndsWith("→ RefundDesk.Tests.Architecture.Planted.Orders.PlantedOrder", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_but_Refunds_knows_Refunds()
    {
        Assert.Empty(UsersOfRefunds(Domain));

        Assert.Equal([$"{Planted}.Orders.PlantedOrder → {Planted}.Refunds.PlantedRefund"], UsersOfRefunds(Planted));
    }

    /// <summary>The base class library is what comes with the runtime itself, not with its web part.</summary>
    private static string[] ForeignAssemblies(Assembly assembly)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll")))];
    }

    private static string[] SiblingsUsed(string root, string room) =>
        DomainCode.Uses(DomainCode.TypesIn($"{root}.{room}"), used => DomainCode.IsIn(used, root) && !DomainCode.IsIn(used, $"{root}.{room}"));

    private static string[] UsersOfRefunds(string root) =>
        DomainCode.Uses(DomainCode.TypesIn(root).Where(type => !DomainCode.IsIn(type.FullName, $"{root}.Refunds")), used => DomainCode.IsIn(used, $"{root}.Refunds"));
}
