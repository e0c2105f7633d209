namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What the page does with a shop that is there.</summary>
/// <param name="Pause">Pauses and resumes.</param>
/// <param name="Look">Looks now.</param>
/// <param name="Telling">Switches whether refunds are told.</param>
/// <param name="Secret">Sets another secret.</param>
/// <param name="Remove">Takes it away.</param>
public sealed record SourcePageSteps(PauseSource Pause, LookAtSource Look, SwitchTelling Telling, ChangeSourceSecret Secret, RemoveSource Remove);
