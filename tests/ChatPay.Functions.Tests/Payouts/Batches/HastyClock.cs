using ChatPay.Functions.Providers.PayPal;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>The time of another clock, on which a wait between two attempts is over as soon as it begins and no attempt is ever
/// late.</summary>
internal sealed class HastyClock(TimeProvider time) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != PayPalTransport.AttemptTimeout && dueTime != Timeout.InfiniteTimeSpan)
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Still();
    }

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
