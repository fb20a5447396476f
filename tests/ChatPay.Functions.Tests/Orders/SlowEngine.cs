namespace ChatPay.Functions.Tests.Orders;

/// <summary>An engine that never answers. A cancelled call fails as in the official client, over gRPC: with a status, not an
/// <see cref="OperationCanceledException"/>.</summary>
internal sealed class SlowEngine() : ScriptedEngine("slow")
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first call.</summary>
    public Task Called => _called.Task;

    /// <summary>The number of calls.</summary>
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
