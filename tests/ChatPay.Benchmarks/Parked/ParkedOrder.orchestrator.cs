using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Benchmarks.Parked;

/// <summary>Orders with nothing to do for a long time.</summary>
internal static class ParkedOrder
{
    public const string Paid = "Paid";

    /// <summary>Waits for an event.</summary>
    [Function(nameof(UntilPaid))]
    public static async Task<string> UntilPaid([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.WaitForExternalEvent<string>(Paid);

    /// <summary>Waits for five days, or until the time that its input gives.</summary>
    [Function(nameof(UntilDue))]
    public static async Task<DateTime> UntilDue([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var due = context.GetInput<DateTime?>() ?? context.CurrentUtcDateTime.AddDays(5);
        await context.CreateTimer(due, CancellationToken.None);
        return context.CurrentUtcDateTime;
    }
}
