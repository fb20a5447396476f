using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using ChatPay.WorkerProcess.Host;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace ChatPay.WorkerProcess;

/// <summary>The app's process is stopped during work of every kind: it ends within half a minute, and unfinished work is
/// repeated.</summary>
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
        Bus.DeclareQueue("outbox-triggers");
        Bus.DeclareQueue("notices");
        await using var amqp = StartAmqp();
        await using var client = new ServiceBusClient(amqp.ConnectionString);
        foreach (var queue in Bus.Queues)
            await client.CreateSender(queue.Name).SendMessageAsync(new ServiceBusMessage("""{"orderId":"o-1"}"""));
        await using (var worker = await StartAsync())
        await using (var front = await HttpFront.StartAsync(worker))
        using (var buyer = Buyer(front))
        {
            Gate.Close();
            var handled = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var listener = Listen(worker, "outbox-triggers", "PublishOutbox", handled);
            var overAmqp = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var processor = AmqpProcessors.Messages(client, "notices", worker, "PublishNotices", overAmqp.SetResult);
            await processor.StartProcessingAsync();
            var request = buyer.GetAsync(new Uri("api/v1/orders/ord-00000000000000000000000001", UriKind.Relative));
            var timer = worker.RunTimerAsync("PurgeAddresses");
            var activity = worker.RunActivityAsync("ReadOrderProgress", "o-1", "\"o-1\"");
            // Any that ends before the gate holds all five has failed.
            var ended = new[] { Said(request), Said(timer), Said(activity), Said(handled.Task), Said(overAmqp.Task) };
            Assert.Equal("held", await await Task.WhenAny([Held(), .. ended]).WaitAsync(Patience));

            listener.StopTaking();
            var stopping = processor.StopProcessingAsync();
            var watch = Stopwatch.StartNew();
            var turn = SendTurnAndStop(worker, stop);
            var code = await worker.Program.EndedAsync(Limit);
            Assert.True(code == 0, $"It ended with {code}: {worker.Program.Printed}");
            TestContext.Current.TestOutputHelper?.WriteLine($"ended after {watch.Elapsed.TotalSeconds:F1} s");

            Assert.Contains("PublishOutbox", (await handled.Task.WaitAsync(Patience))?.Message, StringComparison.Ordinal);
            Assert.Contains("PublishNotices", (await overAmqp.Task.WaitAsync(Patience))?.Message, StringComparison.Ordinal);
            await stopping.WaitAsync(Patience);
            // Sent before the process was stopped, it may have been answered.
            if (await turn.WaitAsync(Patience) is { } unanswered)
                Assert.Contains("OrderLifecycle", unanswered, StringComparison.Ordinal);
            Assert.Contains(
                "PurgeAddresses",
                (await Assert.ThrowsAsync<WorkerGoneException>(() => timer)).Message,
                StringComparison.Ordinal);
            Assert.Contains(
                "ReadOrderProgress",
                (await Assert.ThrowsAsync<WorkerGoneException>(() => activity)).Message,
                StringComparison.Ordinal);
            using var answer = await request.WaitAsync(Patience);
            Assert.False(answer.IsSuccessStatusCode);
        }

        // At once, without waiting for locks to expire.
        foreach (var queue in Bus.Queues)
        {
            Assert.Equal(1, (await client.CreateReceiver(queue.Name).PeekMessageAsync()).DeliveryCount);
            Assert.Equal((1, 0), (queue.Active, queue.Locked));
        }

        Gate.Open();
        await using var next = await StartAsync();
        Assert.Null(await SayTurnAsync(next));
        foreach (var (queue, function) in new[] { ("outbox-triggers", "PublishOutbox"), ("notices", "PublishNotices") })
        {
            var again = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (Listen(next, queue, function, again))
                Assert.Null(await again.Task.WaitAsync(Patience));
        }

        Assert.All(Bus.Queues, q => Assert.Equal((0, 0), (q.Active, q.Locked)));
    }

    // A turn is too short to send a stop during it: both are sent to a paused process, which then resumes.
    private static Task<string?> SendTurnAndStop(ProcessWorker worker, Action<ProcessWorker> stop)
    {
        if (!OperatingSystem.IsWindows())
            worker.Program.Suspend();
        var turn = SayTurnAsync(worker);
        stop(worker);
        if (!OperatingSystem.IsWindows())
            worker.Program.Resume();
        return turn;
    }

    // Null when it was answered: an order's first turn requests the order.
    private static async Task<string?> SayTurnAsync(ProcessWorker worker)
    {
        var now = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);
        var started = new ExecutionStartedEvent
        {
            Name = "OrderLifecycle",
            Input = "\"o-1\"",
            Version = "",
            OrchestrationInstance = new() { InstanceId = "o-1", ExecutionId = "e" },
        };
        var request = new OrchestratorRequest { InstanceId = "o-1" };
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = now, OrchestratorStarted = new() });
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = now, ExecutionStarted = started });
        try
        {
            var turn = await worker.ReplayAsync("OrderLifecycle", request);
            return Assert.Single(turn.Actions).ScheduleTask.Name == "ReadOrderProgress" ? null : turn.ToString();
        }
        catch (WorkerGoneException e)
        {
            return e.Message;
        }
    }

    private async Task<string> Held()
    {
        await Gate.HeldAsync(5);
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
