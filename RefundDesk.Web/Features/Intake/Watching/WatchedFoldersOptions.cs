using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Watching;

/// <summary>Section <c>WatchedFolders</c>: folders into which retailers' systems put files.</summary>
public sealed class WatchedFoldersOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "WatchedFolders";

    /// <summary>The folders, <c>WatchedFolders:Folders:0:Path</c> and so on; none by default.</summary>
    public IReadOnlyList<WatchedFolder>? Folders { get; set; }

    /// <summary>Seconds between two looks; 1 to 3600, default 10.</summary>
    [Range(1, 3_600)]
    public int LookEverySeconds { get; set; } = 10;

    /// <summary>Seconds a file must have kept its size and time to count as complete; 1 to 3600, default 10.</summary>
    [Range(1, 3_600)]
    public int StillSeconds { get; set; } = 10;
}

/// <summary>One folder.</summary>
public sealed class WatchedFolder
{
    /// <summary>The whole path. <c>processing</c>, <c>done</c> and <c>failed</c> are made in it.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>The retailer's key.</summary>
    public string Client { get; set; } = string.Empty;

    /// <summary><c>orders</c> or <c>requests</c>.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>The column map; null for our own layout.</summary>
    public string? Map { get; set; }

    internal ImportKind? AsKind => Kind switch { "orders" => ImportKind.Orders, "requests" => ImportKind.Requests, _ => null };
}

/// <summary>Names what of a folder cannot work before the application starts.</summary>
internal sealed class WatchedFoldersCheck : IValidateOptions<WatchedFoldersOptions>
{
    public ValidateOptionsResult Validate(string? name, WatchedFoldersOptions options)
    {
        var folders = options.Folders ?? [];
        var faults = folders.SelectMany((folder, i) => FaultsOf(folder).Select(fault => $"{WatchedFoldersOptions.Section}:Folders:{i}:{fault}")).ToList();
        foreach (var twice in folders.Where(folder => folder.Path.Length > 0).GroupBy(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))).Where(same => same.Count() > 1))
        {
            faults.Add($"{WatchedFoldersOptions.Section}: {twice.Key} is watched twice; each folder is of one client and one kind.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(WatchedFolder folder)
    {
        if (!Path.IsPathFullyQualified(folder.Path) || !Directory.Exists(folder.Path))
        {
            yield return $"Path '{folder.Path}' is no folder that is there, written in full.";
        }

        if (string.IsNullOrWhiteSpace(folder.Client))
        {
            yield return "Client is missing: the key of a retailer.";
        }

        if (folder.AsKind is not { } kind)
        {
            yield return $"Kind '{folder.Kind}' is neither orders nor requests.";
        }
        else if (ImportMapReader.ReadFile(folder.Map, kind) is { Succeeded: false } map)
        {
            yield return $"Map: {map.Refusal.Message}";
        }
    }
}
