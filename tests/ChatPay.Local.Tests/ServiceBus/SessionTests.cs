using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class SessionTests : BusFixture
{
    protected override QueueOptions Options => new() { RequiresSession = true, MaxDeliveryCount = 3 };

    [Fact]
    public async Task Session_AcceptedNext_BringsItsMessagesInOrderAndNoOthers()
    {
        await SendAllAsync("a1", "b1", "a2", "b2");

        var first = await Client.AcceptNextSessionAsync(Queue);
        var second = await Client.AcceptNextSessionAsync(Queue);

        Assert.Equal(("a", "b"), (first.SessionId, second.SessionId));
        Assert.Equal(["a1", "a2"], await BodiesAsync(first));
        Assert.Equal(["b1", "b2"], await BodiesAsync(second));
    }

    [Fact]
    public async Task Session_HeldBySomebody_CannotBeAccepted()
    {
        await SendAllAsync("a1");
        var held = await Client.AcceptSessionAsync(Queue, "a");

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => Client.AcceptSessionAsync(Queue, "a"));
        Assert.Equal(ServiceBusFailureReason.SessionCannotBeLocked, error.Reason);

        await held.CloseAsync();
        Assert.Equal(["a1"], await BodiesAsync(await Client.AcceptSessionAsync(Queue, "a")));
    }

    [Fact]
    public async Task Session_ThatNobodyHasMessagesFor_TimesOut()
    {
        var accepting = Client.AcceptNextSessionAsync(Queue);

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => accepting);
        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, error.Reason);
    }

    [Fact]
    public async Task Session_AcceptedBeforeItsMessages_GetsThemWhenTheyAreSent()
    {
        var accepting = Client.AcceptNextSessionAsync(Queue);
        await SendAllAsync("a1");
        var session = await accepting;
        Assert.Equal(["a1"], await BodiesAsync(session));

        var receiving = session.ReceiveMessageAsync(TimeSpan.FromSeconds(30));
        await SendAllAsync("b1", "a2");

        Assert.Equal("a2", (await receiving).Body.ToString());
    }

    [Fact]
    public async Task Session_ClosedWithAMessageTriedTooOftenByNow_DeadLettersIt()
    {
        await SendAllAsync("a1");
        var session = await Client.AcceptNextSessionAsync(Queue);
        await session.AbandonMessageAsync(await session.ReceiveMessageAsync());
        await session.ReceiveMessageAsync();
        Broker.DeclareQueue(Queue, Options with { MaxDeliveryCount = 1 });

        await session.CloseAsync();
        await Clock.DrainAsync();

        Assert.Equal(["a1"], Broker.Peek(Queue, deadLetters: true, 10).Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Session_NotRenewed_IsLostWithWhatWasReceived()
    {
        await SendAllAsync("a1", "a2");
        var session = await Client.AcceptNextSessionAsync(Queue);
        var message = await session.ReceiveMessageAsync();

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        foreach (var late in new Func<Task>[]
        {
            () => session.CompleteMessageAsync(message),
            () => session.RenewSessionLockAsync(),
            () => session.SetSessionStateAsync(BinaryData.FromString("late")),
            () => session.ReceiveMessageAsync(),
        })
        {
            var error = await Assert.ThrowsAsync<ServiceBusException>(late);
            Assert.Equal(ServiceBusFailureReason.SessionLockLost, error.Reason);
        }

        var next = await Client.AcceptNextSessionAsync(Queue);
        var again = await next.ReceiveMessagesAsync(10);
        Assert.Equal([("a1", 2), ("a2", 1)], again.Select(m => (m.Body.ToString(), m.DeliveryCount)));
    }

    [Fact]
    public async Task Session_Renewed_HoldsFromThenOn()
    {
        await SendAllAsync("a1");
        var session = await Client.AcceptNextSessionAsync(Queue);
        var message = await session.ReceiveMessageAsync();

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50));
        await session.RenewSessionLockAsync();
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50));

        Assert.Equal(Start.AddSeconds(110), session.SessionLockedUntil);
        await session.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task Session_ClosedWithMessagesUnsettled_DoesNotCountTheirDelivery()
    {
        await SendAllAsync("a1");
        var session = await Client.AcceptNextSessionAsync(Queue);
        await session.ReceiveMessageAsync();

        await session.CloseAsync();
        await RestartAsync();

        var again = await (await Client.AcceptNextSessionAsync(Queue)).ReceiveMessageAsync();
        Assert.Equal(1, again.DeliveryCount);
    }

    [Fact]
    public async Task Session_AMessageAbandoned_ComesBeforeTheLaterOnes()
    {
        await SendAllAsync("a1", "a2");
        var session = await Client.AcceptNextSessionAsync(Queue);

        await session.AbandonMessageAsync(await session.ReceiveMessageAsync());

        Assert.Equal(["a1", "a2"], await BodiesAsync(session));
    }

    [Fact]
    public async Task SessionState_Set_IsThereForTheNextHolderAfterARestart()
    {
        var session = await Client.AcceptSessionAsync(Queue, "a");
        Assert.Null(await session.GetSessionStateAsync());

        await session.SetSessionStateAsync(BinaryData.FromString("two of three"));
        await RestartAsync();

        var next = await Client.AcceptSessionAsync(Queue, "a");
        Assert.Equal("two of three", (await next.GetSessionStateAsync())!.ToString());
        await next.SetSessionStateAsync(null);
        Assert.Null(await next.GetSessionStateAsync());
    }

    [Fact]
    public async Task Sessions_OfAQueue_AreListed()
    {
        await SendAllAsync("a1", "b1");
        var session = await Client.AcceptSessionAsync(Queue, "c");
        await session.SetSessionStateAsync(BinaryData.FromString("kept"));

        Assert.Equal(["a", "b"], await ListAsync(Client.GetMessageSessionsAsync(Queue)));
        Assert.Equal(["c"], await ListAsync(Client.GetMessageSessionsAsync(Queue, Start.AddSeconds(-1))));
    }

    [Fact]
    public async Task Session_AMessageDeferred_IsReceivedByItsNumberInItsSession()
    {
        await SendAllAsync("a1", "b1");
        var session = await Client.AcceptSessionAsync(Queue, "a");
        var message = await session.ReceiveMessageAsync();
        await session.DeferMessageAsync(message);

        var other = await Client.AcceptSessionAsync(Queue, "b");
        await Assert.ThrowsAsync<ServiceBusException>(() => other.ReceiveDeferredMessageAsync(message.SequenceNumber));
        var deferred = await session.ReceiveDeferredMessageAsync(message.SequenceNumber);

        Assert.Equal("a1", deferred.Body.ToString());
        await session.CompleteMessageAsync(deferred);
    }

    [Fact]
    public async Task Session_AMessageDeadLettered_IsReceivedWithoutASession()
    {
        await SendAllAsync("a1");
        var session = await Client.AcceptNextSessionAsync(Queue);
        await session.DeadLetterMessageAsync(await session.ReceiveMessageAsync(), "Bad");

        var dead = await ReceiveNowAsync(DeadLetters());

        Assert.Equal(("a1", "a", "Bad"), (dead!.Body.ToString(), dead.SessionId, dead.DeadLetterReason));
    }

    [Fact]
    public async Task DeadLetter_WithoutASession_IsNotPutBackIntoWhatRequiresOne()
    {
        Broker.DeclareTopic("news");
        Broker.DeclareSubscription("news", "chats", Options);
        await Client
            .CreateSender("news")
            .SendMessagesAsync([new ServiceBusMessage("none"), new ServiceBusMessage("a1") { SessionId = "a" }]);
        var session = await Client.AcceptNextSessionAsync("news", "chats");
        await session.DeadLetterMessageAsync(await session.ReceiveMessageAsync());
        var dead = Broker.Peek("news/Subscriptions/chats", deadLetters: true, 10).Select(m => m.SequenceNumber).ToArray();

        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => Broker.ResubmitAsync("news/Subscriptions/chats", dead));

        Assert.Contains("requires sessions", refused.Message, StringComparison.Ordinal);
        await RestartAsync();
        Assert.Equal(2, Broker.Queues.Single(q => q.Name == "news/Subscriptions/chats").DeadLettered);
        await Broker.ResubmitAsync("news/Subscriptions/chats", dead[1]);
        Assert.Equal(["a1"], await BodiesAsync(await Client.AcceptNextSessionAsync("news", "chats")));
    }

    [Fact]
    public async Task Queue_WithSessions_RefusesWhatHasNone()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync("no session"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Receiver.ReceiveMessageAsync());
    }

    [Fact]
    public async Task Queue_WithoutSessions_RefusesToAcceptThem()
    {
        Broker.DeclareQueue("plain");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.AcceptNextSessionAsync("plain"));
    }

    [Fact]
    public async Task Listener_OfSessions_HandlesSessionsBesideEachOtherAndEachInOrder()
    {
        ConcurrentQueue<string> handled = [];
        using var listener = Broker.Listen(Queue, new ListenOptions { MaxConcurrentSessions = 2 }, async (delivery, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(delivery.Session!.SessionId == "a" ? 10 : 4), Clock, token);
            handled.Enqueue(delivery.Message.Body.ToString());
        });

        await SendAllAsync("a1", "b1", "a2", "b2", "c1");
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["b1", "b2", "a1", "c1", "a2"], handled);
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Assert.Single(Broker.Queues));
        Assert.Null(Clock.NextDue);
    }

    [Fact]
    public async Task Listener_OfSessionsWhoseHandlerThrows_GetsTheSameMessageAgainBeforeTheNext()
    {
        ConcurrentQueue<string> handled = [];
        using var listener = Broker.Listen(Queue, new ListenOptions { MaxConcurrentSessions = 8 }, (delivery, _) =>
        {
            handled.Enqueue($"{delivery.Message.Body} {delivery.Message.DeliveryCount}");
            return delivery.Message.Body.ToString() == "a1" ? throw new InvalidOperationException("no") : Task.CompletedTask;
        });

        await SendAllAsync("a1", "a2");
        await Clock.DrainAsync();

        Assert.Equal(["a1 1", "a1 2", "a1 3", "a2 1"], handled);
        Assert.Equal("MaxDeliveryCountExceeded", Assert.Single(Broker.Peek(Queue, deadLetters: true, 10)).DeadLetterReason);
    }

    [Fact]
    public async Task Queue_DeclaredWithSessionsAfterwards_IsRefused()
    {
        await SendAllAsync("a1");

        Assert.Throws<PlatformException>(() => Broker.DeclareQueue(Queue, new QueueOptions()));
    }

    private static async Task<List<string>> ListAsync(IAsyncEnumerable<string> texts) => await texts.ToListAsync();

    private static async Task<IEnumerable<string>> BodiesAsync(ServiceBusSessionReceiver session) =>
        (await session.ReceiveMessagesAsync(10)).Select(m => m.Body.ToString());

    /// <summary>The first letter names the session.</summary>
    private Task SendAllAsync(params IEnumerable<string> bodies) =>
        Sender.SendMessagesAsync(bodies.Select(body => new ServiceBusMessage(body) { SessionId = body[..1] }));
}
