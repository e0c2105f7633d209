namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>The steps of a client's way out, for the one dialog that has them all.</summary>
/// <param name="Notice">Active to leaving.</param>
/// <param name="Keep">Back.</param>
/// <param name="Close">Leaving to left.</param>
/// <param name="Ask">The first half of erasing.</param>
/// <param name="Confirm">The second.</param>
public sealed record ClientLeavingSteps(GiveNotice Notice, KeepClient Keep, CloseClient Close, AskClientErasure Ask, ConfirmClientErasure Confirm);
