using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus.Client;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus;

/// <summary>Delivers the messages of a queue to a handler, as the official triggers and processors do. Each delivery is work of the
/// clock from the queue's decision until it is settled.</summary>
internal sealed class BusListener : IBusListener
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _stopped;
    private readonly BusQueue _queue;
    private readonly LocalClock _clock;
    private readonly ListenOptions _options;
    private readonly LocalServiceBusClient _client;
    private readonly ServiceBusReceiver _receiver;
    private readonly DeliverySettlement _deliveries;
    private readonly IMessageHandler _handler;
    private readonly int _maxConcurrent;
    private int _open = 1;

    public BusListener(BusQueue queue, LocalClock clock, LocalServiceBusClient client, ListenOptions options, IMessageHandler handler)
    {
        (_queue, _clock, _client, _options, _handler) = (queue, clock, client, options, handler);
        _stopped = _stopping.Token;
        _receiver = client.ReceiverOf(queue.Path, options.ReceiveMode);
        _deliveries = new DeliverySettlement(queue, client.Broker.Desk, options, handler, _stopped);
        _maxConcurrent = options.MaxConcurrentSessions ?? (options.MaxBatchSize is null ? options.MaxConcurrentCalls : 1);
        queue.Add(this);
    }

    public int BatchSize => _options.MaxBatchSize ?? 1;

    /// <summary>The number of deliveries, or sessions, being handled; guarded by the queue.</summary>
    public int Running { get; set; }

    public bool HasRoom => Running < _maxConcurrent;

    /// <summary>Auto-renewal by the host, up to its maximum, is modelled as a lock of that length.</summary>
    public TimeSpan LockDuration(QueueOptions queue) =>
        _options.MaxBatchSize is not null || queue.LockDuration > _options.MaxAutoLockRenewalDuration
            ? queue.LockDuration
            : _options.MaxAutoLockRenewalDuration;

    /// <summary>Starts a delivery.</summary>
    public void Start(IReadOnlyList<QueuedMessage> messages) =>
        Begin($"message {messages[0].Sequence} of {_queue.Path}", () => _deliveries.DeliverAsync(messages, _receiver));

    /// <summary>Starts handling a session.</summary>
    public void Start(SessionHold session) => Begin($"session {session.SessionId} of {_queue.Path}", () => RunAsync(session));

    public void StopTaking() => _queue.Remove(this);

    public void Dispose()
    {
        _queue.Remove(this);
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        Ended();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _idle.Task;
        _stopping.Dispose();
    }

    // Begins the work of the clock before it returns. Nothing else flows from the caller: a message carries its body, not its
    // sender's context.
    private void Begin(string what, Func<Task> run)
    {
        Interlocked.Increment(ref _open);
        var starting = _clock.Work.Hold(what);
        ThreadPool.UnsafeQueueUserWorkItem(
            static d => _ = d.Listener.WorkAsync(d.What, d.Run, d.Starting),
            (Listener: this, What: what, Run: run, Starting: starting),
            preferLocal: false);
    }

    private async Task WorkAsync(string what, Func<Task> run, IDisposable starting)
    {
        using var working = _clock.Working(what);
        starting.Dispose();
        try
        {
            await run();
        }
        finally
        {
            _queue.Continue(this);
            Ended();
        }
    }

    private async Task RunAsync(SessionHold hold)
    {
        var session = _client.SessionReceiverOf(_queue.Path, hold, _options.ReceiveMode);
        try
        {
            await _handler.SessionOpenedAsync(session, _stopped);
            while (!_stopped.IsCancellationRequested && await NextAsync(hold) is { Count: > 0 } messages)
            {
                if (await _deliveries.DeliverAsync(messages, session))
                    break;
            }

            await _handler.SessionClosingAsync(session, _stopped);
        }
#pragma warning disable CA1031 // Any error ends the session; it must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await _deliveries.FailedAsync(e, ServiceBusErrorSource.Receive);
            await PauseAsync();
        }
        finally
        {
            await _client.Broker.Desk.CloseAsync(_queue, hold);
        }
    }

    // Delays accepting the session again: its error may be permanent.
    private Task PauseAsync() =>
        Task.Delay(TimeSpan.FromSeconds(1), _clock, _stopped)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task<IReadOnlyList<QueuedMessage>> NextAsync(SessionHold hold)
    {
        var ready = _queue.TakeReady(BatchSize, hold, LockDuration(_queue.Options));
        return ready.Count == 0 && _options.SessionIdleTimeout is { } idle
            ? await _queue.ReceiveAsync(BatchSize, idle, hold, _stopped)
            : ready;
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _idle.TrySetResult();
    }
}
