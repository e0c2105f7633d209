using System.Reflection;
using RefundDesk.Domain.People;

namespace RefundDesk.Tests.Architecture;

/// <summary>Every use case of the product: what people and systems can do.</summary>
internal static class UseCases
{
    /// <summary>The classes under Features that have a <c>HandleAsync</c>.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(RefundDesk.Web.DeskHost).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && (type.Namespace ?? string.Empty).StartsWith("RefundDesk.Web.Features.", StringComparison.Ordinal))
            .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Any(method => method.Name == "HandleAsync"))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>True where it is told on whose behalf it runs, itself or by what it is made of.</summary>
    public static bool KnowsWhoAsks(Type useCase) => useCase.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)
        .Any(type => type == typeof(ICurrentUser) || (type != useCase && (type.Namespace ?? string.Empty).StartsWith("RefundDesk.Web.Features.", StringComparison.Ordinal) && KnowsWhoAsks(type)));
}
