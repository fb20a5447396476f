using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Worker.Sample;

public sealed class Orders(Notes notes)
{
    [Function("Sell")]
    public static async Task<string> SellAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var price = await context.CallActivityAsync<int>("Price", context.GetInput<string>());
        using var late = new CancellationTokenSource();
        var paid = context.WaitForExternalEvent<int>("Paid");
        var timer = context.CreateTimer(context.CurrentUtcDateTime.AddDays(5), late.Token);
        if (await Task.WhenAny(paid, timer) == timer)
            return "unpaid";
#pragma warning disable CA1849, VSTHRD103 // CancelAsync leaves the thread of the orchestrator.
        late.Cancel();
#pragma warning restore CA1849, VSTHRD103
        return $"{await paid} of {price}";
    }

#pragma warning disable DURABLE0003 // That is its purpose.
    [Function("Stray")]
    public static async Task StrayAsync([OrchestrationTrigger] TaskOrchestrationContext context) => await Task.Delay(50);
#pragma warning restore DURABLE0003

    [Function("Price")]
    public static int Price([ActivityTrigger] string what) =>
        what?.Length ?? throw new ArgumentNullException(nameof(what), "There is nothing to sell.");

    [Function("Describe")]
    public string Describe([ActivityTrigger] Note note, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(note);
        notes.Enqueue($"for {Notes.Caller.Value}");
        return $"{note.Text} of {instanceId}";
    }

    [Function("Repeat")]
    public static string Repeat([ActivityTrigger] int length) => new('x', length);

    /// <summary>Never ends, whatever it is told.</summary>
    [Function("Hang")]
    public static Task HangAsync([ActivityTrigger] string? input) => new TaskCompletionSource().Task;

    [Function("Forget")]
    public static Task ForgetAsync([ActivityTrigger] string? input) => Task.CompletedTask;

    [Function("Start")]
    public Task StartAsync([ServiceBusTrigger("starts", Connection = "Bus")] string order, [DurableClient] DurableTaskClient orchestrations)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        notes.Enqueue($"starts {order} by {orchestrations.Name}");
        return Task.CompletedTask;
    }
}
