using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Delivers an entity's messages to one receiver, within its credit, until its link is closed.</summary>
internal sealed class MessageOutlet : IDisposable
{
    private const int MaxAtOnce = 64;

    private readonly LinkCredit _credit = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly SendingAmqpLink _link;
    private readonly BusQueue _queue;
    private readonly SessionHold? _hold;
    private readonly AmqpEndpointOptions _options;

    public MessageOutlet(SendingAmqpLink link, BusQueue queue, SessionHold? hold, AmqpEndpointOptions options)
    {
        (_link, _queue, _hold, _options) = (link, queue, hold, options);
        _closed = _closing.Token;
        link.RegisterCreditListener((credit, drain, _) =>
        {
            if (drain)
                _credit.Drain();
            else
                _credit.Add(credit);
        });
    }

    private BusDesk Desk => _options.Broker.Desk;

    private ServiceBusReceiveMode Mode =>
        _link.Settings.SettleType == SettleMode.SettleOnSend ? ServiceBusReceiveMode.ReceiveAndDelete : ServiceBusReceiveMode.PeekLock;

    /// <summary>Starts, outside of the clock's work: waiting for messages is not work.</summary>
    public void Start() => _options.Clock.Work.Detach(() => _ = RunAsync());

    /// <summary>Stops, because the receiver is gone. Its session is released before this returns, so that the receiver can accept it
    /// again. Other messages stay locked until their locks expire, as officially.</summary>
    public void Close()
    {
        if (_hold is not null)
            _options.Clock.Work.Detach(() => _ = LetGoAsync(_hold));
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has already ended.
        }
    }

    public void Dispose()
    {
        _credit.Dispose();
        _closing.Dispose();
    }

#pragma warning disable CA1031 // Not awaited: errors are reported to the client or logged.
    private async Task RunAsync()
    {
        await Task.Yield();
        using var self = this;
        var delivering = DeliverAsync();
        try
        {
            await (_hold is null ? delivering : await Task.WhenAny(delivering, EndAsync(_hold)));
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The receiver has detached.
        }
        catch (Exception e)
        {
            _link.SafeClose(AmqpErrors.Exception(e));
        }

        await _closing.CancelAsync();
        await delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LetGoAsync(SessionHold hold)
    {
        try
        {
            await Desk.CloseAsync(_queue, hold);
        }
        catch (Exception e)
        {
            _options.Logger.LogInformation(e, "A delivery of {Queue} was not counted on disk.", _queue.Path);
        }
    }
#pragma warning restore CA1031

    // The session lock can expire while the receiver requests nothing; it learns of that when its link is closed, as officially.
    private async Task EndAsync(SessionHold hold)
    {
        await hold.Ended.WaitAsync(_closed);
        throw _queue.SessionLost(hold.SessionId);
    }

    private async Task DeliverAsync()
    {
        while (true)
        {
            await _credit.GivenAsync(_closed);
            while (_credit.Look() is { Credit: > 0 } wanted)
                await DeliverAsync(wanted.Credit, wanted.Wanted);
        }
    }

    private async Task DeliverAsync(uint credit, CancellationToken wanted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(wanted, _closed);
        try
        {
            await SendAsync(
                await Desk.ReceiveAsync(_queue, (int)Math.Min(credit, MaxAtOnce), Timeout.InfiniteTimeSpan, Mode, _hold, over.Token));
        }
        catch (OperationCanceledException) when (!_closed.IsCancellationRequested)
        {
            // The receiver has drained its credit.
        }
    }

    private async Task SendAsync(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        var ready = messages.Select(m => (LockToken: Guid.Parse(m.LockToken), Message: WireMessage.Of(m, peeked: false))).ToList();
        // Messages that are already deleted must be sent, even ahead of credit; locked ones are released.
        var sent = _closed.IsCancellationRequested ? 0 : _credit.Use(ready.Count, Mode == ServiceBusReceiveMode.ReceiveAndDelete, i =>
            _link.SendMessageNoWait(ready[i].Message, new ArraySegment<byte>(ready[i].LockToken.ToByteArray()), AmqpConstants.NullBinary));
        foreach (var (lockToken, _) in ready.Skip(sent))
            await Desk.ReleaseAsync(_queue, lockToken);
    }
}
