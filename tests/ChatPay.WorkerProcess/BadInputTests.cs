using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Worker;
using ChatPay.Local.Worker.Settlement;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>Failures between host and worker: the error names function and cause, nothing hangs, and messages are redelivered.</summary>
public sealed class BadInputTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Worker_ThatDoesNotAnswer_IsNamedWithItsFunction()
    {
        await using var worker = await ProcessWorker.StartAsync(new() { App = Apps.Sample, FunctionTimeout = TimeSpan.FromSeconds(1) });

        var failed = await Assert.ThrowsAsync<WorkerGoneException>(() => worker.RunActivityAsync("Hang", "o-1", null));

        Assert.Equal("The worker did not run the function Hang within 00:00:01: it does not answer.", failed.Message);
    }

    [Fact]
    public async Task Worker_ThatIsKilled_IsNamedWithItsFunction()
    {
        await using var worker = await ProcessWorker.StartAsync(new() { App = Apps.Sample });

        var running = worker.RunActivityAsync("Hang", "o-1", null);
        worker.Program.Kill();
        var failed = await Assert.ThrowsAsync<WorkerGoneException>(() => running.WaitAsync(Patience));
        var next = await Assert.ThrowsAsync<WorkerGoneException>(() =>
            worker.RunActivityAsync("Price", "o-1", "\"mug\"").WaitAsync(Patience));

        // Whether or not the call was sent: its connection has broken, or accepts nothing more.
        Assert.StartsWith("The worker did not run the function Hang: ", failed.Message, StringComparison.Ordinal);
        Assert.StartsWith("The worker did not run the function Price: ", next.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_ThatCannotStart_SaysWhy()
    {
        var failed = await Assert.ThrowsAsync<WorkerStartException>(() => ProcessWorker.StartAsync(new() { App = Apps.ChatPay }));

        Assert.Contains("its process has ended with exit code 1", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Tables:ConnectionString", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_TooLarge_IsNamedWithItsFunction()
    {
        await using var worker = await ProcessWorker.StartAsync(new() { App = Apps.Sample, LargestMessage = 64 << 10 });

        Assert.Equal("\"xxx\"", await worker.RunActivityAsync("Repeat", "o-1", "3"));
        var failed = await Assert.ThrowsAsync<WorkerGoneException>(() => worker.RunActivityAsync("Repeat", "o-1", "100000"));

        Assert.StartsWith(
            "The worker did not run the function Repeat: its connection broke: Received message exceeds",
            failed.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatGoesAway_CancelsItsFunction()
    {
        await using var worker = await ProcessWorker.StartAsync(new() { App = Apps.Sample });
        await using var front = await HttpFront.StartAsync(worker);
        using var client = new HttpClient { BaseAddress = front.Address, Timeout = TimeSpan.FromMilliseconds(500) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetStringAsync(new Uri("api/linger", UriKind.Relative)));

        Assert.StartsWith("The function Linger ", await front.FailureAsync().WaitAsync(Patience), StringComparison.Ordinal);
        Assert.Equal("\"xxx\"", await worker.RunActivityAsync("Repeat", "o-1", "3").WaitAsync(Patience));
    }

    [Fact]
    public async Task Message_ThatCannotBeBound_ComesAgain()
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-process-").FullName;
        using var clock = new LocalClock();
        await using var worker = await ProcessWorker.StartAsync(new() { App = Apps.Sample });
        await using (var bus = ServiceBusBroker.Open(new() { DataFile = Path.Combine(folder, "bus.db"), Clock = clock }))
        {
            bus.DeclareQueue("notes", new QueueOptions { MaxDeliveryCount = 2 });
            await bus.CreateClient().CreateSender("notes").SendMessageAsync(new ServiceBusMessage("no json"));
            var failures = System.Threading.Channels.Channel.CreateUnbounded<(int Delivery, string Said)>();
            await using (bus.Listen("notes", new ListenOptions(), async (delivery, cancel) =>
            {
                try
                {
                    await worker.RunMessagesAsync("TakeNote", new MessageDelivery(delivery.Messages, delivery.Receiver), cancel);
                }
                catch (FunctionFailedException e)
                {
                    failures.Writer.TryWrite((delivery.Message.DeliveryCount, e.Message));
                    throw;
                }
            }))
            {
                var first = await failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                var second = await failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                Assert.Equal((1, 2), (first.Delivery, second.Delivery));
                Assert.StartsWith("The function TakeNote failed: ", first.Said, StringComparison.Ordinal);
                Assert.Contains("note", first.Said, StringComparison.Ordinal);
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
