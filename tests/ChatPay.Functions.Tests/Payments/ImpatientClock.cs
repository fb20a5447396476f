using ChatPay.Functions.Providers.PayPal;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A clock on which waits between attempts end at once. An attempt times out only by <see cref="TimeOutAsync"/>, so that
/// none is late by accident.</summary>
internal sealed class ImpatientClock() : FakeTimeProvider(WebhookSigner.Now)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != PayPalTransport.AttemptTimeout)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }

    /// <summary>A response that never comes, until the attempt times out.</summary>
    public async Task<HttpResponseMessage> TimeOutAsync(CancellationToken cancellation)
    {
        Advance(PayPalTransport.AttemptTimeout);
        return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellation);
    }
}
