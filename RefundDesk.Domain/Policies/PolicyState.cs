namespace RefundDesk.Domain.Policies;

/// <summary>How far a version has come.</summary>
public enum PolicyState
{
    /// <summary>Being written; holds for nobody.</summary>
    Draft,

    /// <summary>Another person agreed to it as it stands.</summary>
    Reviewed,

    /// <summary>Holds from its date on, which may be to come; never changes again.</summary>
    Active,

    /// <summary>Given up before it held for anybody.</summary>
    Withdrawn,
}

/// <summary>A step in the life of a version.</summary>
public enum PolicyStep
{
    /// <summary>Write it anew.</summary>
    Edit,

    /// <summary>Agree to it.</summary>
    Review,

    /// <summary>Give it back to who wrote it.</summary>
    SendBack,

    /// <summary>Let it hold from a date.</summary>
    Activate,

    /// <summary>Give it up.</summary>
    Withdraw,

    /// <summary>Draft a version with its content.</summary>
    RollBack,
}

/// <summary>The life of a version: which step a state knows. The date decides beside it whether an active one may still be withdrawn.</summary>
public static class PolicyLife
{
    private static readonly Dictionary<PolicyState, PolicyStep[]> Steps = new()
    {
        [PolicyState.Draft] = [PolicyStep.Edit, PolicyStep.Review, PolicyStep.SendBack, PolicyStep.Withdraw],
        [PolicyState.Reviewed] = [PolicyStep.Edit, PolicyStep.SendBack, PolicyStep.Activate, PolicyStep.Withdraw],
        [PolicyState.Active] = [PolicyStep.Withdraw, PolicyStep.RollBack],
        [PolicyState.Withdrawn] = [],
    };

    /// <summary>The steps a state knows.</summary>
    public static IReadOnlyList<PolicyStep> From(PolicyState state) => Steps[state];

    /// <summary>True where a state knows a step.</summary>
    public static bool Knows(PolicyState state, PolicyStep step) => Array.IndexOf(Steps[state], step) >= 0;
}
