using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>The life of one order, from the payment request to the payout. Its instance id is the order's id.</summary>
public static class OrderLifecycle
{
    [Function(nameof(OrderLifecycle))]
    public static Task<string?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(
            context,
            async history =>
            {
                using var order = new OrderSteps(context, history);
                return await LiveAsync(order);
            },
            // By then the progress in its input is out of date.
            inputAgain: context.InstanceId);

    // Each step knows, or first reads, the order's stage, so that one that continues as new skips the stages that are over.
    private static async Task<string> LiveAsync(OrderSteps order)
    {
        if (!await order.WaitForPaymentAsync())
            return OrderOutcome.Unpaid;

        // Un-marking a shipment, in the hold or before the payout is submitted, leads back to shipping.
        while (await order.WaitForShipmentAsync())
        {
            if (await order.HoldPayoutAsync() && await order.WaitForPayoutAsync())
                return OrderOutcome.PaidOut;
        }

        return OrderOutcome.Refunded;
    }
}
