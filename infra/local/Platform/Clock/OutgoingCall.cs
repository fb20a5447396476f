using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>A call on its way: from when it leaves its caller until the caller has the whole answer.</summary>
internal sealed class OutgoingCall(WorkTracker tracker, Work caller) : IDisposable
{
    private static long _last;

    /// <summary>Unique in this process, whichever clock it belongs to.</summary>
    public string Id { get; } = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    public Work Caller { get; } = caller;

    /// <summary>The other end works on it; guarded by the tracker.</summary>
    public bool Served { get; set; }

    public void Dispose() => tracker.End(this);
}
