using System.Globalization;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Versions and their steps as people read them.</summary>
public static class PolicyText
{
    /// <summary>How far a version has come: the tone and the word.</summary>
    public static (string Tone, string Word) Of(PolicyVersionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.State switch
        {
            PolicyState.Draft => ("calm", "Draft"),
            PolicyState.Reviewed => ("info", "Reviewed"),
            PolicyState.Active when row.IsInForce => ("ok", "In force"),
            PolicyState.Active when row.IsOver => ("calm", "Was in force"),
            PolicyState.Active => ("warn", "Scheduled"),
            _ => ("calm", "Withdrawn"),
        };
    }

    /// <summary>The button of a step.</summary>
    public static string Of(PolicyStep step) => step switch
    {
        PolicyStep.Edit => "Edit",
        PolicyStep.Review => "Agree",
        PolicyStep.SendBack => "Send back",
        PolicyStep.Activate => "Activate",
        PolicyStep.Withdraw => "Withdraw",
        _ => "Go back to this",
    };

    /// <summary>What a step does, before it is taken.</summary>
    public static string Explain(PolicyStep step, PolicyVersionList shelf)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        return step switch
        {
            PolicyStep.Review => "You agree to this version as it stands, with your name. Where it is written anew, it has to be reviewed again.",
            PolicyStep.SendBack => "It is a draft again. Who wrote it reads your reason.",
            PolicyStep.Activate => $"From then on it cannot be changed. Purchases made before keep what they were promised. The day begins at 00:00 in {shelf.TimeZone.Id}.",
            PolicyStep.Withdraw => "It is given up before it held for anybody. This cannot be undone; its content can be drafted again.",
            _ => "A new draft begins with the content of this version. It is reviewed and activated like any other.",
        };
    }

    /// <summary>A day and time in the client's zone: <c>24 Nov 2026, 00:00</c>.</summary>
    public static string At(PolicyVersionList shelf, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        return TimeZoneInfo.ConvertTime(instant, shelf.TimeZone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
    }
}
