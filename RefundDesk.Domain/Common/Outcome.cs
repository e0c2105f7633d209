using System.Diagnostics.CodeAnalysis;

namespace RefundDesk.Domain.Common;

/// <summary>Either done, or refused with a reason. Defects are exceptions and never an outcome.</summary>
public readonly struct Outcome
{
    private Outcome(Refusal? refusal) => Refusal = refusal;

    /// <summary>Done.</summary>
    public static Outcome Ok => default;

    /// <summary>Why it was refused; null when it was done.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when it was done.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>Turns a refusal into an outcome, so that a method may simply return it.</summary>
    public static implicit operator Outcome(Refusal refusal) => new(refusal);

    /// <summary>The named form of the conversion.</summary>
    public static Outcome FromRefusal(Refusal refusal) => new(refusal);
}

/// <summary>Either a value, or a refusal with a reason.</summary>
/// <typeparam name="T">What comes out when it was done.</typeparam>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    /// <summary>Why it was refused; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>The value. Asking for it after a refusal is a defect and throws.</summary>
    public T Value => Refusal is null && _value is not null
        ? _value
        : throw new InvalidOperationException($"There is no value: {Refusal?.Code ?? "nothing was set"}.");

    /// <summary>A value is an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>The outcome without its value.</summary>
    public Outcome WithoutValue() => Refusal is null ? Outcome.Ok : Refusal;
}
