using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>The official processor over AMQP.</summary>
public sealed class AmqpProcessorTests : AmqpFixture
{
    [Fact]
    public async Task Processor_Handles_CompletesAndBringsWhatFailedAgain()
    {
        ConcurrentQueue<string> handled = [];
        var done = new TaskCompletionSource();
        await using var processor = Client.CreateProcessor(Queue, new ServiceBusProcessorOptions { MaxConcurrentCalls = 1 });
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += e =>
        {
            handled.Enqueue($"{e.Message.Body} {e.Message.DeliveryCount}");
            if (handled.Count == 3)
                done.SetResult();
            return e.Message is { DeliveryCount: 1 } message && message.Body.ToString() == "one"
                ? throw new InvalidOperationException("no")
                : Task.CompletedTask;
        };

        await processor.StartProcessingAsync(Cancelled);
        await SendAsync("one", "two");
        await done.Task.WaitAsync(Patience, Cancelled);
        await processor.StopProcessingAsync(Cancelled);

        Assert.Equal(["one 1", "one 2", "two 1"], handled.Order());
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Status());
    }

    [Fact]
    public async Task Processor_Stopped_LeavesWhatComesLater()
    {
        await using var processor = Client.CreateProcessor(Queue);
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        var handled = new TaskCompletionSource();
        processor.ProcessMessageAsync += _ =>
        {
            handled.TrySetResult();
            return Task.CompletedTask;
        };
        await processor.StartProcessingAsync(Cancelled);
        await SendAsync("one");
        await handled.Task.WaitAsync(Patience, Cancelled);

        await processor.StopProcessingAsync(Cancelled);
        await processor.CloseAsync(Cancelled);
        await SendAsync("two");

        Assert.Equal((1, 0), (Status().Active, Status().Locked));
    }
}
