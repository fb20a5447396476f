using ChatPay.Functions.Providers.PayPal;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A clock on which a wait between two attempts is over as soon as it begins. The time-out of an attempt passes only
/// by <see cref="TimeOutAsync"/>, so that no attempt is late by accident.</summary>
internal sealed class ImpatientClock() : FakeTimeProvider(WebhookSigner.Now)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != PayPalTransport.AttemptTimeout)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }

    /// <summary>The other side's silence until the attempt is given up.</summary>
    public async Task<HttpResponseMessage> TimeOutAsync(CancellationToken cancellation)
    {
        Advance(PayPalTransport.AttemptTimeout);
        return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellation);
    }
}
