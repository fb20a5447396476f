using System.Diagnostics;
using System.Threading.Channels;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>The host is stopped while everything behind the queues is down, and messages wait for it. It accepts no more, waits for
/// running functions, which it cannot notify, and only then ends the worker.</summary>
public sealed class DrainTests : AppFixture
{
    private const string Said = """{"kind":"said","accountId":"1784","userId":"20","mid":"mid.1","text":"Hello?"}""";

    [Fact]
    public async Task HostStop_DuringAnOutage_EndsInTimeWithEveryMessageBack_AndEachIsHandledOnceAfterwards()
    {
        Bus.DeclareQueue("outbox-triggers");
        Bus.DeclareQueue("inbound-chat", new QueueOptions { RequiresSession = true });
        await using var amqp = StartAmqp();
        await using var client = new ServiceBusClient(amqp.ConnectionString);
        Settings["ServiceBus"] = amqp.ConnectionString;
        await client.CreateSender("outbox-triggers").SendMessageAsync(new ServiceBusMessage("""{"orderId":"o-1"}"""));
        await client
            .CreateSender("inbound-chat")
            .SendMessagesAsync([InSession(Said), InSession(Said.Replace("mid.1", "mid.2", StringComparison.Ordinal))]);

        await using (var worker = await StartAsync())
        {
            Gate.Refuse();
            await using var triggers = AmqpProcessors.Messages(client, "outbox-triggers", worker, "PublishOutbox", _ => { });
            await using var said = AmqpProcessors.Sessions(client, "inbound-chat", worker, "ProcessInstagramMessage", _ => { });
            await triggers.StartProcessingAsync();
            await said.StartProcessingAsync();
            await Gate.HeldAsync(2).WaitAsync(Patience);

            var watch = Stopwatch.StartNew();
            await Task.WhenAll(triggers.StopProcessingAsync(), said.StopProcessingAsync()).WaitAsync(TimeSpan.FromSeconds(30));
            worker.Terminate(TimeSpan.FromSeconds(5));
            Assert.Equal(0, await worker.Program.EndedAsync(TimeSpan.FromSeconds(30) - watch.Elapsed));
            TestContext.Current.TestOutputHelper?.WriteLine($"ended after {watch.Elapsed.TotalSeconds:F1} s");
        }

        Assert.Equal((1, 0), (Of("outbox-triggers").Active + Of("outbox-triggers").Scheduled, Of("outbox-triggers").Locked));
        Assert.Equal((2, 0, 0), (Of("inbound-chat").Active, Of("inbound-chat").Locked, Of("inbound-chat").DeadLettered));
        Assert.All(Bus.Peek("inbound-chat", deadLetters: false, 10), m => Assert.Equal(0, m.DeliveryCount));

        Gate.Open();
        var handled = Channel.CreateUnbounded<Exception?>();
        await using var next = await StartAsync();
        await using var triggersAgain = AmqpProcessors.Messages(
            client, "outbox-triggers", next, "PublishOutbox", e => handled.Writer.TryWrite(e));
        await using var saidAgain = AmqpProcessors.Sessions(
            client,
            "inbound-chat",
            next,
            "ProcessInstagramMessage",
            e => handled.Writer.TryWrite(e));
        await triggersAgain.StartProcessingAsync();
        await saidAgain.StartProcessingAsync();
        for (var i = 0; i < 3; i++)
            Assert.Null(await handled.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await Task.WhenAll(triggersAgain.StopProcessingAsync(), saidAgain.StopProcessingAsync()).WaitAsync(Patience);
        Assert.False(handled.Reader.TryRead(out _));
        Assert.All(Bus.Queues, q => Assert.Equal((0, 0, 0, 0), (q.Active, q.Locked, q.Scheduled, q.DeadLettered)));
    }

    private QueueStatus Of(string queue) => Bus.Queues.Single(q => q.Name == queue);

    private static ServiceBusMessage InSession(string body) => new(body) { SessionId = "1784-20" };
}
