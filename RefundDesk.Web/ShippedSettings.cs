using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace RefundDesk.Web;

/// <summary>The defaults that ship with the program: <c>appsettings.json</c> at the top of the repository, copied beside the executable.</summary>
public static class ShippedSettings
{
    public const string FileName = "appsettings.json";

    /// <summary>
    /// Reads the shipped file below every other source, so that each of them (environment variables, command line) overrides it.
    /// </summary>
    /// <remarks>
    /// The framework looks in the content root, which is the current directory: it would find the file only when the
    /// program is started from the directory of the executable.
    /// </remarks>
    /// <exception cref="FileNotFoundException">The file is not beside the executable: the installation is incomplete.</exception>
    public static void AddShippedSettings(this IConfigurationBuilder configuration)
    {
        configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
            Path = FileName,
        });
    }
}
