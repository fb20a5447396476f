using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>The orchestrations behind an order, for an operator, the order's own first: whether each runs, what it waits for, and
/// which activity keeps failing. Past events are in the timeline.</summary>
public sealed class ListOrchestrations(OrderAccess access)
{
    /// <summary>All orchestrations of the order.</summary>
    public sealed record Listed(IReadOnlyList<OrchestrationView> Orchestrations);

    [Function(nameof(ListOrchestrations))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}/orchestrations")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations, string orderId, CancellationToken cancellationToken)
    {
        var order = (await access.ToReadAsync(Caller.Of(request.HttpContext), orderId, cancellationToken)).Order;
        var needed = ExpectedOrchestration.Of(order).ToLookup(expected => expected.InstanceId);
        var views = new List<OrchestrationView>();
        foreach (var (name, id) in OrchestrationsOf.All(order))
        {
            var instance = await orchestrations.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken);
            if (instance is not null || needed.Contains(id))
                views.Add(OrchestrationView.Of(order, name, id, instance, needed[id].FirstOrDefault()));
        }

        return Answers.OkUnlessKnown(request, new Listed(views));
    }
}
