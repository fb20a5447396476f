namespace ChatPay.Local.ServiceBus;

/// <summary>A receive that waits for messages until its time is up.</summary>
internal sealed class ReceiveWaiter(int maxMessages)
{
    private readonly TaskCompletionSource<IReadOnlyList<QueuedMessage>> _received =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int MaxMessages { get; } = maxMessages;

    public ITimer? Timer { get; set; }

    public Task<IReadOnlyList<QueuedMessage>> Received => _received.Task;

    /// <summary>Ends the wait. The timer goes first: from here on the receiver works and waits for the clock no more.</summary>
    public void Complete(IReadOnlyList<QueuedMessage> messages)
    {
        Timer?.Dispose();
        _received.TrySetResult(messages);
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        Timer?.Dispose();
        _received.TrySetCanceled(cancellationToken);
    }
}
