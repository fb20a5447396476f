using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class ListenerTests : BusFixture
{
    private readonly ConcurrentQueue<string> _handled = [];

    protected override QueueOptions Options => new() { MaxDeliveryCount = 4 };

    [Fact]
    public async Task Listener_AMessageSent_IsHandledBeforeTheClockMoves()
    {
        using var listener = Listen(Queue, 4, HandleAsync);

        await SendAsync("one");
        await Clock.DrainAsync();

        Assert.Equal(["one"], _handled);
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Assert.Single(Broker.Queues));
        Assert.Null(Clock.NextDue);
    }

    [Fact]
    public async Task Listener_MessagesThatWereThere_AreHandled()
    {
        await SendAsync("one");
        await SendAsync("two");
        await RestartAsync();

        using var listener = Listen(Queue, 1, HandleAsync);
        await Clock.DrainAsync();

        Assert.Equal(["one", "two"], _handled);
    }

    [Fact]
    public async Task Listener_AChainOfMessages_IsOverWhenTheClockHasMoved()
    {
        Broker.DeclareQueue("next");
        using var first = Listen(Queue, 1, async (message, token) =>
        {
            var left = int.Parse(message.Body.ToString(), System.Globalization.CultureInfo.InvariantCulture);
            await Client.CreateSender(left % 2 == 0 ? "next" : Queue).SendMessageAsync(
                new ServiceBusMessage($"{left - 1}") { ScheduledEnqueueTime = Clock.GetUtcNow().AddMinutes(left % 3) }, token);
        });
        using var second = Listen("next", 1, async (message, token) =>
        {
            await Task.Yield();
            _handled.Enqueue(message.Body.ToString());
            if (message.Body.ToString() != "1")
                await Sender.SendMessageAsync(new ServiceBusMessage(message.Body), token);
        });

        await SendAsync("20");
        await Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["19", "17", "15", "13", "11", "9", "7", "5", "3", "1"], _handled);
    }

    [Fact]
    public async Task Listener_AHandlerThatThrows_GetsTheMessageAgainAtOnceAndThenItIsDeadLettered()
    {
        using var listener = Listen(Queue, 1, (message, _) =>
        {
            _handled.Enqueue($"{message.DeliveryCount} {Clock.GetUtcNow() - Start}");
            throw new InvalidOperationException("no");
        });

        await SendAsync("poison");
        await Clock.DrainAsync();

        Assert.Equal(["1 00:00:00", "2 00:00:00", "3 00:00:00", "4 00:00:00"], _handled);
        Assert.Equal("MaxDeliveryCountExceeded", Assert.Single(Broker.Peek(Queue, deadLetters: true, 10)).DeadLetterReason);
    }

    [Fact]
    public async Task Listener_AHandlerThatWaitsForTheClock_KeepsItsLockAndItsOrder()
    {
        using var listener = Listen(Queue, 1, async (message, token) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(4), Clock, token);
            _handled.Enqueue($"{message.Body} {message.DeliveryCount} {Clock.GetUtcNow() - Start}");
        });

        await SendAsync("one");
        await SendAsync("two");
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["one 1 00:04:00", "two 1 00:08:00"], _handled);
    }

    [Fact]
    public async Task Listener_AHandlerOverTheLongestRenewal_LosesItsLock()
    {
        var deliveries = 0;
        using var listener = Listen(Queue, 2, async (message, token) =>
        {
            if (Interlocked.Increment(ref deliveries) == 1)
                await Task.Delay(TimeSpan.FromMinutes(6), Clock, token);
            _handled.Enqueue($"{message.DeliveryCount} {Clock.GetUtcNow() - Start}");
        });

        await SendAsync("slow");
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["2 00:05:00", "1 00:06:00"], _handled);
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Assert.Single(Broker.Queues));
    }

    [Fact]
    public async Task Listener_ManyMessages_NeverRunsMoreThanItMay()
    {
        var (running, most) = (0, 0);
        using var listener = Listen(Queue, 3, async (_, token) =>
        {
            var now = Interlocked.Increment(ref running);
            lock (_handled) most = Math.Max(most, now);
            await Task.Delay(TimeSpan.FromSeconds(1), Clock, token);
            Interlocked.Decrement(ref running);
        });

        await Sender.SendMessagesAsync(Enumerable.Range(0, 12).Select(i => new ServiceBusMessage($"{i}")));
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(3, most);
        Assert.Equal(0, Assert.Single(Broker.Queues).Active);
        Assert.Equal(0, Assert.Single(Broker.Queues).Locked);
    }

    [Fact]
    public async Task Listener_AHandlerThatSettlesItself_IsNotSettledAgain()
    {
        using var listener = Listen(
            Queue,
            1,
            (message, token) => Receiver.DeadLetterMessageAsync(message, "Mine", cancellationToken: token));

        await SendAsync("one");
        await Clock.DrainAsync();

        Assert.Equal("Mine", Assert.Single(Broker.Peek(Queue, deadLetters: true, 10)).DeadLetterReason);
    }

    [Fact]
    public async Task Listener_ThatStopsTaking_EndsWhatItHasAndLeavesTheRest()
    {
        var listener = Listen(Queue, 1, async (message, token) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), Clock, token);
            _handled.Enqueue(message.Body.ToString());
        });
        await SendAsync("one");
        await SendAsync("two");

        listener.StopTaking();
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        await listener.DisposeAsync();

        Assert.Equal(["one"], _handled);
        Assert.Equal("two", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Listener_OfBatches_GetsWhatIsThereAndCompletesAll()
    {
        await Sender.SendMessagesAsync(Enumerable.Range(0, 5).Select(i => new ServiceBusMessage($"{i}")));

        using var listener = Broker.Listen(Queue, new ListenOptions { MaxBatchSize = 3 }, (delivery, _) =>
        {
            _handled.Enqueue(string.Join(",", delivery.Messages.Select(m => m.Body)));
            return Task.CompletedTask;
        });
        await Clock.DrainAsync();

        Assert.Equal(["0,1,2", "3,4"], _handled);
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Assert.Single(Broker.Queues));
    }

    [Fact]
    public async Task Listener_OfBatches_AbandonsOnlyWhatItsHandlerHasNotSettled()
    {
        await Sender.SendMessagesAsync([new ServiceBusMessage("good"), new ServiceBusMessage("bad")]);

        using var listener = Broker.Listen(Queue, new ListenOptions { MaxBatchSize = 10 }, async (delivery, token) =>
        {
            _handled.Enqueue(string.Join(",", delivery.Messages.Select(m => $"{m.Body} {m.DeliveryCount}")));
            if (delivery.Messages.Count > 1)
                await delivery.Receiver.CompleteMessageAsync(delivery.Message, token);
            throw new InvalidOperationException("no");
        });
        await Clock.DrainAsync();

        Assert.Equal(["good 1,bad 1", "bad 2", "bad 3", "bad 4"], _handled);
        Assert.Equal("bad", Assert.Single(Broker.Peek(Queue, deadLetters: true, 10)).Body.ToString());
    }

    [Fact]
    public void Listener_ForSessions_OfAQueueWithout_IsRefused()
    {
        var error = Assert.Throws<PlatformException>(
            () => Broker.Listen(Queue, new ListenOptions { MaxConcurrentSessions = 8 }, (_, _) => Task.CompletedTask));

        Assert.Contains("does not require sessions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_Disposed_CancelsItsHandlersAndLeavesTheMessages()
    {
        var listener = Listen(Queue, 1, (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, token));
        await SendAsync("one");
        await SendAsync("two");

        await listener.DisposeAsync();

        Assert.Equal(["one", "two"], (await Receiver.ReceiveMessagesAsync(10)).Select(m => m.Body.ToString()));
    }

    private IBusListener Listen(string queue, int maxConcurrent, Func<ServiceBusReceivedMessage, CancellationToken, Task> handle) =>
        Broker.Listen(
            queue,
            new ListenOptions { MaxConcurrentCalls = maxConcurrent },
            (delivery, token) => handle(delivery.Message, token));

    private Task HandleAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        _handled.Enqueue(message.Body.ToString());
        return Task.CompletedTask;
    }
}
