using System.Collections.Concurrent;
using System.Text;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>The official session processor over AMQP.</summary>
public sealed class AmqpSessionProcessorTests : AmqpFixture
{
    protected override QueueOptions Options => new() { RequiresSession = true };

    [Fact]
    public async Task SessionProcessor_HandlesEachSessionInOrder_AndKeepsItsState()
    {
        ConcurrentQueue<string> handled = [];
        var done = new TaskCompletionSource();
        await using var processor = Client.CreateSessionProcessor(
            Queue,
            new ServiceBusSessionProcessorOptions { MaxConcurrentSessions = 2, SessionIdleTimeout = TimeSpan.FromSeconds(1) });
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += async e =>
        {
            handled.Enqueue(e.Message.Body.ToString());
            await e.SetSessionStateAsync(e.Message.Body, e.CancellationToken);
            if (handled.Count == 6)
                done.TrySetResult();
        };

        await processor.StartProcessingAsync(Cancelled);
        await SendInSessionsAsync("a1", "b1", "c1", "a2", "b2", "c2");
        await done.Task.WaitAsync(Patience, Cancelled);
        await processor.CloseAsync(Cancelled);

        foreach (var session in new[] { "a", "b", "c" })
        {
            Assert.Equal([session + 1, session + 2], handled.Where(b => b.StartsWith(session, StringComparison.Ordinal)));
            Assert.Equal(session + 2, Encoding.UTF8.GetString(Broker.SessionStates.Get(Broker.Find(Queue)!, session)!));
        }

        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Status());
    }
}
