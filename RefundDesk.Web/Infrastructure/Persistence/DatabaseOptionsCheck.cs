using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Stops the start with the key, the fault and an example where the database is not configured well.</summary>
internal sealed class DatabaseOptionsCheck(IConfiguration configuration) : IValidateOptions<DatabaseOptions>
{
    private const string ProviderKey = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}";

    /// <summary>The configured provider; it decides which services there are, so it is checked before there are any.</summary>
    /// <exception cref="OptionsValidationException">It is none of the three.</exception>
    public static DatabaseProvider ProviderOf(IConfiguration configuration) => configuration[ProviderKey] switch
    {
        null => DatabaseProvider.Sqlite,
        var text when Enum.TryParse<DatabaseProvider>(text, ignoreCase: true, out var provider) && Enum.IsDefined(provider) => provider,
        var text => throw new OptionsValidationException(nameof(DatabaseOptions), typeof(DatabaseOptions), [$"{ProviderKey} is '{text}': write Sqlite, PostgreSql or SqlServer."]),
    };

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString(PersistenceRegistration.ConnectionName)))
        {
            faults.Add("ConnectionStrings:RefundDesk is missing: write for example 'Data Source=refunddesk.db' (Sqlite) or 'Host=db;Database=refunddesk;Username=desk' (PostgreSql).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
