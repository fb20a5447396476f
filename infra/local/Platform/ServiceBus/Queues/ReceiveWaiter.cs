namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>A wait for messages or a session, with a timeout.</summary>
internal class Waiter<T>
{
    private readonly TaskCompletionSource<T> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ITimer? Timer { get; set; }

    public Task<T> Received => _received.Task;

    /// <summary>Ends the wait. Disposes the timer first: from here on the receiver works, and no longer waits for the clock.</summary>
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

/// <summary>A waiting receive.</summary>
internal sealed class ReceiveWaiter(int maxMessages) : Waiter<IReadOnlyList<QueuedMessage>>
{
    public int MaxMessages { get; } = maxMessages;
}

/// <summary>A waiting accept of a session with messages; completed with null on timeout.</summary>
internal sealed class SessionWaiter : Waiter<SessionHold?>;
