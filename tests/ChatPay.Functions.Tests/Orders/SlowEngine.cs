namespace ChatPay.Functions.Tests.Orders;

/// <summary>An engine that answers nothing. Whoever takes back a call is told so as the official client does, over gRPC: by a status, and
/// not by an <see cref="OperationCanceledException"/>.</summary>
internal sealed class SlowEngine() : ScriptedEngine("slow")
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first call.</summary>
    public Task Called => _called.Task;

    /// <summary>How often it was called.</summary>
    public int Calls { get; private set; }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        Calls++;
        _called.TrySetResult();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = cancellation.Register(() => over.TrySetResult());
        await over.Task;
        throw new InvalidOperationException("Status(StatusCode=\"Cancelled\", Detail=\"Call canceled by the client.\")");
    }
}
