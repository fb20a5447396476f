using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Reports to the provider what was shipped, or was un-marked, however long the provider is unavailable: PayPal's seller
/// protection depends on it. Its instance id is <see cref="OrderOrchestrations.TrackingId"/>, one for each change.</summary>
public static class TrackingReport
{
    [Function(nameof(TrackingReport))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(context, history => history.CallAsync(nameof(ReportTracking), context.GetInput<string>()));
}
