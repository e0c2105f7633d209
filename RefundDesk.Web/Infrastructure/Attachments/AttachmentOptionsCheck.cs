using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>Stops the start where files of customers would lie where the web server serves from, or nowhere.</summary>
internal sealed class AttachmentOptionsCheck(IWebHostEnvironment web) : IValidateOptions<AttachmentOptions>
{
    private const string Key = $"{AttachmentOptions.Section}:{nameof(AttachmentOptions.Folder)}";

    public ValidateOptionsResult Validate(string? name, AttachmentOptions options)
    {
        if (options.Store != AttachmentStore.Folder)
        {
            return ValidateOptionsResult.Success;
        }

        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            return ValidateOptionsResult.Fail($"{Key} is missing: with {AttachmentOptions.Section}:{nameof(AttachmentOptions.Store)}=Folder, name a folder outside the web root, for example '/var/lib/refunddesk/attachments'.");
        }

        return !string.IsNullOrEmpty(web.WebRootPath) && IsInside(Real(options.Folder), Real(web.WebRootPath))
            ? ValidateOptionsResult.Fail($"{Key} is '{options.Folder}', which lies inside the web root '{web.WebRootPath}': what customers sent would be served to everybody. Name a folder elsewhere.")
            : ValidateOptionsResult.Success;
    }

    /// <summary>Where a path leads in the end: a link into the web root is inside it.</summary>
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (missing, there) = (string.Empty, full);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
        {
            (missing, there) = (Path.Combine(Path.GetFileName(there), missing), parent);
        }

        var root = Path.GetPathRoot(there) ?? string.Empty;
        var real = root;
        foreach (var part in there[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var step = Path.Combine(real, part);
            real = new DirectoryInfo(step).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? step;
        }

        return Path.TrimEndingDirectorySeparator(Path.Combine(real, missing));
    }

    private static bool IsInside(string path, string folder) =>
        path.Equals(folder, StringComparison.OrdinalIgnoreCase) || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
}
