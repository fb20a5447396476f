using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>The app's process is told to end while work of every kind is under way: it has ended within half a minute, and what it had in
/// hand comes again.</summary>
public sealed class StopTests : AppFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WorkerTerminate_WithWorkOfEveryKind_EndsInTimeAndLosesNothing() =>
        await StopWithWorkAsync(worker => worker.Terminate(TimeSpan.FromSeconds(5)));

    [Fact]
    public async Task SigTerm_WithWorkOfEveryKind_EndsInTimeAndLosesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM to end a process with.");
        await StopWithWorkAsync(worker => worker.Program.Terminate());
    }

    private async Task StopWithWorkAsync(Action<ProcessWorker> stop)
    {
        Bus.DeclareQueue("kicks");
        await using var client = Bus.CreateClient();
        await client.CreateSender("kicks").SendMessageAsync(new ServiceBusMessage("""{"orderId":"o-1"}"""));
        await using (var worker = await StartAsync())
        await using (var front = await HttpFront.StartAsync(worker))
        using (var buyer = Buyer(front))
        {
            Gate.Close();
            var handled = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var listener = Listen(worker, "kicks", "PublishOutbox", handled);
            var request = buyer.GetAsync(new Uri("api/v1/orders/ord-00000000000000000000000001", UriKind.Relative));
            var timer = worker.RunTimerAsync("PurgeAddresses");
            var activity = worker.RunActivityAsync("ReadOrderProgress", "o-1", "\"o-1\"");
            // Whichever ends before the gate holds all four has failed.
            Assert.Equal("held", await await Task.WhenAny(Held(), Said(request), Said(timer), Said(activity), Said(handled.Task)).WaitAsync(Patience));

            listener.StopTaking();
            var watch = Stopwatch.StartNew();
            stop(worker);
            var code = await worker.Program.EndedAsync(Limit);
            Assert.True(code == 0, $"It ended with {code}: {worker.Program.Printed}");
            TestContext.Current.TestOutputHelper?.WriteLine($"ended after {watch.Elapsed.TotalSeconds:F1} s");

            Assert.Contains("PublishOutbox", (await handled.Task.WaitAsync(Patience))?.Message, StringComparison.Ordinal);
            Assert.Contains("PurgeAddresses", (await Assert.ThrowsAsync<WorkerGoneException>(() => timer)).Message, StringComparison.Ordinal);
            Assert.Contains("ReadOrderProgress", (await Assert.ThrowsAsync<WorkerGoneException>(() => activity)).Message, StringComparison.Ordinal);
            using var answer = await request.WaitAsync(Patience);
            Assert.False(answer.IsSuccessStatusCode);
        }

        // At once: nobody waits for its lock to expire.
        var back = await client.CreateReceiver("kicks").PeekMessageAsync();
        Assert.Equal(1, back.DeliveryCount);
        Assert.Equal(1, Bus.Queues.Single(q => q.Name == "kicks").Active);
        Gate.Open();
        await using var next = await StartAsync();
        var again = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (Listen(next, "kicks", "PublishOutbox", again))
            Assert.Null(await again.Task.WaitAsync(Patience));
        Assert.Equal(0, Bus.Queues.Single(q => q.Name == "kicks").Active);
    }

    private async Task<string> Held()
    {
        await Gate.HeldAsync(4);
        return "held";
    }

    private static async Task<string> Said(Task ended)
    {
        try
        {
            await ended;
            return (ended as Task<Exception?>)?.Result?.ToString() ?? (ended as Task<HttpResponseMessage>)?.Result.ToString() ?? "done";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }
}
