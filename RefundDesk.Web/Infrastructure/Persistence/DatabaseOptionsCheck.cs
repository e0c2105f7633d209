using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Stops the start with the key, the fault and an example where the database is not configured well.</summary>
internal sealed class DatabaseOptionsCheck(IConfiguration configuration) : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var faults = new List<string>();
        var provider = configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"];
        if (provider is not null && !Enum.TryParse<DatabaseProvider>(provider, ignoreCase: true, out _))
        {
            faults.Add($"Database:Provider is '{provider}': write Sqlite, PostgreSql or SqlServer.");
        }

        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString(PersistenceRegistration.ConnectionName)))
        {
            faults.Add("ConnectionStrings:RefundDesk is missing: write for example 'Data Source=refunddesk.db' (Sqlite) or 'Host=db;Database=refunddesk;Username=desk' (PostgreSql).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
