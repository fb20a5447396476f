namespace ChatPay.Local.Vault;

/// <summary>Counts requests in windows of ten seconds of the clock.</summary>
internal sealed class RequestLimit(TimeProvider clock, int? most)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private DateTimeOffset _begun = clock.GetUtcNow();
    private int _count;

    /// <returns>How long a caller has to wait; null when the request may pass.</returns>
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
