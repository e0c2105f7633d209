using System.Globalization;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>An import in words.</summary>
internal static class ImportWords
{
    public static string State(ListedImport import) => import.Stage switch
    {
        ImportStage.Interrupted => "interrupted",
        ImportStage.Running when import.StopAsked => "stopping …",
        ImportStage.Running => string.Create(CultureInfo.InvariantCulture, $"{(import.IsChecking ? "checking" : import.IsDryRun ? "trying" : "storing")} {import.Percent} %, {import.LinesRead:N0} lines"),
        ImportStage.Done => import.IsDryRun ? "tried" : "done",
        ImportStage.Stopped => "stopped",
        _ => "refused",
    };

    public static string Tone(ListedImport import) => import.Stage switch
    {
        ImportStage.Done => import.Lines.Rejected > 0 ? "warn" : "ok",
        ImportStage.Refused => "bad",
        ImportStage.Interrupted => "warn",
        ImportStage.Running => "info",
        _ => string.Empty,
    };

    public static string Counts(ListedImport import)
    {
        var (lines, things) = (import.Lines, import.Kind == "orders" ? "orders" : "cases");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{import.LinesRead:N0} lines: {lines.Stored:N0} {(import.IsDryRun ? "would be stored" : "stored")} as {lines.Things:N0} {things}, {lines.Unchanged:N0} there already, {lines.ForOtherVerb:N0} not {import.Kind}, {lines.Rejected:N0} rejected.");
    }
}
