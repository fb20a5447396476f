using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>An HTTP call in progress, from when it leaves its caller until the caller has the whole response.</summary>
internal sealed class OutgoingCall(WorkTracker tracker, Work caller) : IDisposable
{
    private static long _last;

    /// <summary>Unique in this process, across all clocks.</summary>
    public string Id { get; } = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    public Work Caller { get; } = caller;

    /// <summary>Whether the other end is handling it; guarded by the tracker.</summary>
    public bool Served { get; set; }

    public void Dispose() => tracker.End(this);
}
