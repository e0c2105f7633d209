namespace RefundDesk.Domain.Refunds.Telling;

/// <summary>What the desk's own people are told by mail.</summary>
public enum StaffNoticeKind
{
    /// <summary>Automation stopped itself, see <see cref="Policies.BreakerLimit"/>.</summary>
    AutomationStopped,
}

/// <summary>One message to one of the desk's own people, stored with the change that caused it and delivered afterwards. It names no customer.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="To">E-mail address.</param>
/// <param name="Name">How the person is called.</param>
/// <param name="What">What it is about: <c>automatic approvals of policy version 3</c>.</param>
/// <param name="Figures">How much, in words.</param>
/// <param name="Path">The page where something can be done, from the root: <c>/policies/northwind/breaker</c>.</param>
public sealed record StaffNotice(StaffNoticeKind Kind, string To, string Name, string What, string Figures, string Path)
{
    /// <summary>The channel of the outbox that carries these; customers' notices have <c>mail</c>.</summary>
    public const string Channel = "staff";
}
