using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Benchmarks.Orders;

/// <summary>The order of every figure: two activities, two external events, one timer of 10 ms, and 200 bytes of JSON for each input,
/// payload and result.</summary>
internal static class ReferenceOrder
{
    public const string Paid = "Paid";
    public const string Shipped = "Shipped";

    [Function(nameof(ReferenceOrder))]
    public static async Task<OrderPayload> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = await context.CallActivityAsync<OrderPayload>(nameof(Reserve), context.GetInput<OrderPayload>());
        await context.WaitForExternalEvent<OrderPayload>(Paid);
        await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        await context.WaitForExternalEvent<OrderPayload>(Shipped);
        return await context.CallActivityAsync<OrderPayload>(nameof(Settle), order);
    }

    [Function(nameof(Reserve))]
    public static OrderPayload Reserve([ActivityTrigger] OrderPayload order, string instanceId) => order with { Instance = instanceId };

    [Function(nameof(Settle))]
    public static Task<OrderPayload> Settle([ActivityTrigger] OrderPayload order, [DurableClient] DurableTaskClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Task.FromResult(order with { Stage = "settled " });
    }
}
