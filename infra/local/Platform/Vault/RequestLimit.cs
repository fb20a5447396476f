namespace ChatPay.Local.Vault;

/// <summary>Limits requests per window of ten seconds, by the clock.</summary>
internal sealed class RequestLimit(TimeProvider clock, int? most)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private DateTimeOffset _begun = clock.GetUtcNow();
    private int _count;

    /// <returns>How long the caller must wait; null when the request is allowed.</returns>
    public TimeSpan? Count()
    {
        if (most is not { } limit)
            return null;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _begun >= Window)
            {
                _begun = now;
                _count = 0;
            }

            return ++_count > limit ? _begun + Window - now : null;
        }
    }
}
