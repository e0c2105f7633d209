namespace RefundDesk.Web.Features.Access;

/// <summary>Limits tries to sign in: by address of the network and by account, a minute at a time. One for the process.</summary>
/// <remarks>
/// Of several nodes each counts for itself, so the limits are those of one node times their number. That is enough: what keeps passwords and
/// codes from being guessed is the lock of the account, which is stored and holds on every node; this only keeps a flood from the hashing.
/// </remarks>
/// <param name="time">Now.</param>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>Tries a minute from one address of the network: an office shares one.</summary>
    public const int TriesPerAddress = 30;

    /// <summary>Tries a minute on one account.</summary>
    public const int TriesPerAccount = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tries = new(StringComparer.OrdinalIgnoreCase);
    private long _minute;

    /// <summary>Counts a try; false where there were too many within the minute.</summary>
    /// <param name="remoteAddress">Where the try comes from; null where unknown.</param>
    /// <param name="account">The e-mail as typed.</param>
    public bool Allows(string? remoteAddress, string account)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_gate)
        {
            if (minute != _minute)
            {
                _tries.Clear();
                _minute = minute;
            }

            // Both are counted, whichever was too much.
            var address = Count("from " + remoteAddress) <= TriesPerAddress;
            return Count("to " + account?.Trim()) <= TriesPerAccount && address;
        }
    }

    private int Count(string key) => _tries[key] = _tries.GetValueOrDefault(key) + 1;
}
