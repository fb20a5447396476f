namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Somebody who waits for messages, or for a session, until the time is up.</summary>
internal class Waiter<T>
{
    private readonly TaskCompletionSource<T> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ITimer? Timer { get; set; }

    public Task<T> Received => _received.Task;

    /// <summary>Ends the wait. The timer goes first: from here on the receiver works and waits for the clock no more.</summary>
    public void Complete(T value)
    {
        Timer?.Dispose();
        _received.TrySetResult(value);
    }

    public void Fail(Exception exception)
    {
        Timer?.Dispose();
        _received.TrySetException(exception);
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        Timer?.Dispose();
        _received.TrySetCanceled(cancellationToken);
    }
}

/// <summary>A receive that waits for messages.</summary>
internal sealed class ReceiveWaiter(int maxMessages) : Waiter<IReadOnlyList<QueuedMessage>>
{
    public int MaxMessages { get; } = maxMessages;
}

/// <summary>An accept that waits for a session with messages; it gets null when none came in time.</summary>
internal sealed class SessionWaiter : Waiter<SessionHold?>;
