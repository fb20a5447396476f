namespace ChatPay.Local.ServiceBus;

/// <summary>Assigns sequence numbers across all entities; no number is ever reused.</summary>
internal sealed class SequenceNumbers(long last)
{
    private long _last = last;

    public long Next() => Interlocked.Increment(ref _last);
}
