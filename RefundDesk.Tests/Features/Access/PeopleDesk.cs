using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Access;

namespace RefundDesk.Tests.Features.Access;

/// <summary>The use cases about people in a scope of the application, with keys that are in memory alone.</summary>
internal static class PeopleDesk
{
    /// <summary>A scope on behalf of a principal; of the operator where none is named.</summary>
    public static AsyncServiceScope ScopeOf(TestDatabase data, DeskPrincipal? principal = null) =>
        data.BuildHost(principal, services =>
        {
            services.Configure<AccessOptions>(desk => desk.PublicUrl = "https://desk.example/");
            services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
        }).Services.CreateAsyncScope();

    public static T Get<T>(this AsyncServiceScope scope)
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    private sealed class KeysInMemory : IXmlRepository
    {
        private readonly List<System.Xml.Linq.XElement> _keys = [];

        public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() => [.. _keys];

        public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) => _keys.Add(element);
    }
}
