namespace ChatPay.Local.ServiceBus;

/// <summary>Numbers messages, over all entities: no number is ever given twice.</summary>
internal sealed class SequenceNumbers(long last)
{
    private long _last = last;

    public long Next() => Interlocked.Increment(ref _last);
}
