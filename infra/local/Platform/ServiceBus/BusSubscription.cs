using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Hands the messages of a queue to a handler, as the official trigger does: completes what returns, abandons at once
/// what throws. Disposing stops it; <see cref="DisposeAsync"/> waits for the messages in hand as well.</summary>
public sealed class BusSubscription : IDisposable, IAsyncDisposable
{
    private readonly Func<ServiceBusReceivedMessage, CancellationToken, Task> _handle;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BusQueue _queue;
    private readonly BusDesk _desk;
    private readonly LocalClock _clock;
    private readonly bool _autoComplete;
    private int _open = 1;

    internal BusSubscription(
        BusQueue queue,
        BusDesk desk,
        LocalClock clock,
        int maxConcurrent,
        bool autoComplete,
        Func<ServiceBusReceivedMessage, CancellationToken, Task> handle)
    {
        (_queue, _desk, _clock, _autoComplete, _handle) = (queue, desk, clock, autoComplete, handle);
        MaxConcurrent = maxConcurrent;
        queue.Add(this);
    }

    internal int MaxConcurrent { get; }

    /// <summary>Messages being handled; guarded by the queue.</summary>
    internal int Running { get; set; }

    /// <summary>Begins a delivery, as work of the clock before this returns. Nothing else of the caller flows into it: a message
    /// brings its body, not its sender's context.</summary>
    internal void Start(QueuedMessage message)
    {
        Interlocked.Increment(ref _open);
        var starting = _clock.Work.Hold($"message {message.Sequence} of {_queue.Path}");
        ThreadPool.UnsafeQueueUserWorkItem(
            static d => _ = d.Subscription.DeliverAsync(d.Message, d.Starting),
            (Subscription: this, Message: message, Starting: starting),
            preferLocal: false);
    }

    /// <summary>Renewal by the host, up to its maximum, is the same as a lock that long.</summary>
    internal TimeSpan LockDuration(QueueOptions queue) =>
        queue.LockDuration > _desk.MaxAutoLockRenewal ? queue.LockDuration : _desk.MaxAutoLockRenewal;

    /// <summary>Stops handing out messages; those that are being handled go on.</summary>
    public void StopTaking() => _queue.Remove(this);

    /// <summary>Stops handing out messages and cancels the handlers' token.</summary>
    public void Dispose()
    {
        _queue.Remove(this);
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        Ended();
    }

    /// <summary>Stops, and waits for the handlers.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _idle.Task;
        _stopping.Dispose();
    }

    private async Task DeliverAsync(QueuedMessage queued, IDisposable starting)
    {
        using var working = _clock.Working($"the delivery of message {queued.Sequence} of {_queue.Path}");
        starting.Dispose();
        try
        {
            await HandleAsync(queued);
        }
        finally
        {
            _queue.Continue(this);
            Ended();
        }
    }

#pragma warning disable CA1031 // Whatever a handler throws abandons its message; nothing of it may end the process.
    private async Task HandleAsync(QueuedMessage queued)
    {
        ServiceBusReceivedMessage? message = null;
        try
        {
            message = _desk.Received(queued);
            await _handle(message, _stopping.Token);
            if (_autoComplete && !Settlement.IsDone(message))
                await _desk.SettleAsync(_queue, queued.LockToken, new Settlement(Settlement.Outcome.Complete));
        }
        catch (Exception e)
        {
            _desk.Logger.LogWarning(e, "Delivery {Delivery} of message {MessageId} of {Queue} failed.", queued.Deliveries, message?.MessageId, _queue.Path);
            if (message is null || !Settlement.IsDone(message))
                await AbandonAsync(queued);
        }
    }

    private async Task AbandonAsync(QueuedMessage message)
    {
        try
        {
            await _desk.SettleAsync(_queue, message.LockToken, new Settlement(Settlement.Outcome.Abandon));
        }
        catch (Exception e)
        {
            _desk.Logger.LogInformation(e, "Message {Sequence} of {Queue} was not abandoned: its lock will expire.", message.Sequence, _queue.Path);
        }
    }
#pragma warning restore CA1031

    private void Ended()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _idle.TrySetResult();
    }
}
