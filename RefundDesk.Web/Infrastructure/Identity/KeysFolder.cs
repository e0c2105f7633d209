using Microsoft.Data.Sqlite;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Where the keys lie that sign cookies and links.</summary>
internal static class KeysFolder
{
    /// <summary>The configured folder, or the default beside the data; made where it is missing, for this account's eyes only.</summary>
    public static DirectoryInfo Open(IConfiguration configuration)
    {
        var path = Find(configuration);
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Find(IConfiguration configuration)
    {
        if (configuration[$"{DeskAuthenticationOptions.Section}:{nameof(DeskAuthenticationOptions.KeysFolder)}"] is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        var provider = configuration.GetValue($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}", DatabaseProvider.Sqlite);
        if (provider == DatabaseProvider.Sqlite
            && new SqliteConnectionStringBuilder(configuration.GetConnectionString(PersistenceRegistration.ConnectionName)) is { Mode: not SqliteOpenMode.Memory, DataSource: { Length: > 0 } file }
            && file != ":memory:")
        {
            return Path.ChangeExtension(Path.GetFullPath(file), ".keys");
        }

        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "RefundDesk", "keys");
    }
}
