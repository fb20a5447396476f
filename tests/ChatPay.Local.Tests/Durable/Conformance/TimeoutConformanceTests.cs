using ChatPay.Local.Tests.Durable.Conformance.Engines;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>A wait for an event, its time-out and its cancellation, in every order; then a second wait of the same name shows what
/// happened to the event.</summary>
public sealed class TimeoutConformanceTests
{
    [Theory]
    [Engines(Can.Nothing, "event", "event: one; later: two")]
    [Engines(Can.Nothing, "event, time-out", "event: one; later: two")]
    [Engines(Can.Nothing, "event, cancellation", "event: one; later: two")]
    [Engines(Can.Nothing, "event, time-out, cancellation", "event: one; later: two")]
    [Engines(Can.Nothing, "event, cancellation, time-out", "event: one; later: two")]
    [Engines(Can.Nothing, "time-out, event", "TaskCanceledException; later: one")]
    [Engines(Can.Nothing, "time-out, event, cancellation", "TaskCanceledException; later: one")]
    [Engines(Can.Nothing, "time-out, cancellation, event", "TaskCanceledException; later: one")]
    [Engines(Can.Nothing, "cancellation, event", "TaskCanceledException; later: one")]
    [Engines(Can.Nothing, "cancellation, event, time-out", "TaskCanceledException; later: one")]
    [Engines(Can.Nothing, "cancellation, time-out, event", "TaskCanceledException; later: one")]
    public Task Wait_EndedOneWay_LeavesTheOthersBehind(string engine, string order, string expected) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<TimeSpan, string>("Main", async (c, timeout) =>
        {
            using var cancel = new CancellationTokenSource();
            var cancelling = CancelAsync();
            string ended;
            try
            {
                ended = "event: " + await c.WaitForExternalEvent<string>("Paid", timeout, cancel.Token);
            }
            catch (OperationCanceledException e)
            {
                ended = e.GetType().Name;
            }

            await c.WaitForExternalEvent<int>("Go");
            return $"{ended}; later: {await c.WaitForExternalEvent<string>("Paid")}";

            async Task CancelAsync()
            {
                await c.WaitForExternalEvent<int>("Cancel");
                cancel.Cancel();
            }
        }),
        async d =>
        {
            var timesOut = order.StartsWith("time-out", StringComparison.Ordinal);
            var id = await d.StartAsync("Main", timesOut ? TimeSpan.FromMilliseconds(200) : d.AmpleTime);

            foreach (var step in order.Split(", "))
            {
                await (step switch
                {
                    "event" => d.RaiseAsync(id, "Paid", "one"),
                    "time-out" => d.PassAsync(TimeSpan.FromMilliseconds(500)),
                    _ => d.RaiseAsync(id, "Cancel", 1),
                });
            }

            await d.RaiseAsync(id, "Paid", "two");
            await d.RaiseAsync(id, "Go", 1);

            Assert.Equal(expected, await d.OutputAsync<string>(id));
        },
        data: $"{order}, {expected}");
}
