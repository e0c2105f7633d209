namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Rows that belong together (an order, a request), in the order of the file.</summary>
/// <typeparam name="T">The row.</typeparam>
internal sealed class RowGroup<T>(string key)
{
    /// <summary>What they have in common.</summary>
    public string Key => key;

    /// <summary>The rows.</summary>
    public List<T> Rows { get; } = [];
}

/// <summary>
/// Brings rows of a group together that stand near each other: a group is let go when this many others began after it. So memory
/// stays flat, and lines of a neighbouring order in between do no harm.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
internal sealed class RowGroups<T>
{
    /// <summary>How many groups are kept open.</summary>
    public const int Open = 100;

    /// <summary>The most rows a group may have; more are no order.</summary>
    public const int MostRows = 5_000;

    private readonly Dictionary<string, RowGroup<T>> _open = new(StringComparer.Ordinal);
    private readonly Queue<RowGroup<T>> _inTurn = new();

    /// <summary>Takes a row in.</summary>
    /// <param name="key">Its group.</param>
    /// <param name="row">The row.</param>
    /// <param name="full">True where the group has too many rows already and the row was not taken.</param>
    /// <returns>The group that is complete by it, if any.</returns>
    public RowGroup<T>? Add(string key, T row, out bool full)
    {
        full = false;
        if (_open.TryGetValue(key, out var group))
        {
            full = group.Rows.Count == MostRows;
            if (!full)
            {
                group.Rows.Add(row);
            }

            return null;
        }

        group = new RowGroup<T>(key);
        group.Rows.Add(row);
        _open.Add(key, group);
        _inTurn.Enqueue(group);
        return _inTurn.Count > Open ? Next() : null;
    }

    /// <summary>The groups still open, in the order they began.</summary>
    public IEnumerable<RowGroup<T>> Rest()
    {
        while (_inTurn.Count > 0)
        {
            yield return Next();
        }
    }

    private RowGroup<T> Next()
    {
        var group = _inTurn.Dequeue();
        _open.Remove(group.Key);
        return group;
    }
}
