using System.Collections;

namespace RefundDesk.Web.Features.Queue;

/// <summary>A list that equals another with the same elements, so that two filters can be compared.</summary>
internal sealed class ValueList<T>(IEnumerable<T> elements) : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : notnull
{
    private readonly T[] _elements = [.. elements];

    public int Count => _elements.Length;

    public T this[int index] => _elements[index];

    public bool Equals(ValueList<T>? other) => other is not null && _elements.AsSpan().SequenceEqual(other._elements);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() => _elements.Aggregate(17, (hash, element) => HashCode.Combine(hash, element));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
