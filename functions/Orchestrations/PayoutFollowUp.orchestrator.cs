using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Follows a payout that the provider withholds: the seller is reminded to claim it after 1, 7 and 14 days, and after 25
/// days it is cancelled at the provider, five days before it would be returned anyway. Its instance id is the payout's key,
/// <c>{orderId}-payout-{g}</c>.</summary>
public static class PayoutFollowUp
{
    [Function(nameof(PayoutFollowUp))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begun = context.CurrentUtcDateTime;
        foreach (var day in OrderOrchestrations.PayoutFollowUpDays)
        {
            await context.CreateTimer(begun + TimeSpan.FromDays(day), CancellationToken.None);
            var withheld = new WithheldPayout(context.InstanceId, day);
            if (!await FailingActivity.CallAsync<bool>(context, nameof(FollowWithheldPayout), withheld, mayGoOn: () => true))
                return;
        }
    }
}
