using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Benchmarks.Orders;

/// <summary>One order from the client's side: start, pay, ship, wait for the end. Each call returns only when its effect is
/// synced.</summary>
internal static class OrderLifecycle
{
    /// <exception cref="InvalidOperationException">The order did not end as it should.</exception>
    public static async Task RunAsync(DurableTaskClient client, string id)
    {
        var started = await client.ScheduleNewOrchestrationInstanceAsync(
            new TaskName(nameof(ReferenceOrder)), OrderPayload.Of(id), new StartOrchestrationOptions(id));
        await client.RaiseEventAsync(started, ReferenceOrder.Paid, OrderPayload.Of(id, "paid    "));
        await client.RaiseEventAsync(started, ReferenceOrder.Shipped, OrderPayload.Of(id, "shipped "));
        var ended = await client.WaitForInstanceCompletionAsync(started, getInputsAndOutputs: true);
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed || ended.SerializedOutput?.Length != OrderPayload.Size)
            throw new InvalidOperationException(
                $"The order {id} ended as {ended.RuntimeStatus} with {ended.SerializedOutput}: {ended.FailureDetails}");
    }
}
