namespace RefundDesk.Web.Features.Customers;

/// <summary>The use cases of this folder.</summary>
internal static class CustomersRegistration
{
    public static IServiceCollection AddCustomersFeature(this IServiceCollection services) => services
        .AddScoped<CustomersQuery>()
        .AddScoped<NoteStanding>()
        .AddScoped<MergeCustomers>()
        .AddScoped<SeparateCustomer>()
        .AddScoped<AskCustomerErasure>();
}
