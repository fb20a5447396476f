using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Settlement of messages that the official client has received over AMQP.</summary>
public sealed class AmqpSettlementTests : AmqpFixture
{
    private ServiceBusReceiver Receiver => field ??= Client.CreateReceiver(Queue);

    protected override QueueOptions Options => new() { MaxDeliveryCount = 3 };

    [Fact]
    public async Task Complete_TakesItAway()
    {
        await SendAsync("one");

        await Receiver.CompleteMessageAsync(await ReceiveAsync(Receiver), Cancelled);

        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Status());
    }

    [Fact]
    public async Task Abandon_BringsItAgainWithWhatWasChanged()
    {
        await SendAsync("one");

        await Receiver.AbandonMessageAsync(
            await ReceiveAsync(Receiver),
            new Dictionary<string, object> { ["why"] = "busy", ["for"] = TimeSpan.FromMinutes(2) },
            Cancelled);

        var again = await ReceiveAsync(Receiver);
        Assert.Equal(
            (2, "busy", TimeSpan.FromMinutes(2)),
            (again.DeliveryCount, again.ApplicationProperties["why"], again.ApplicationProperties["for"]));
    }

    [Fact]
    public async Task Abandon_TooOften_MakesItADeadLetter()
    {
        await SendAsync("one");
        for (var i = 0; i < 3; i++)
            await Receiver.AbandonMessageAsync(await ReceiveAsync(Receiver), cancellationToken: Cancelled);

        var dead = await ReceiveAsync(DeadLetters());

        Assert.Equal(("one", "MaxDeliveryCountExceeded"), (dead.Body.ToString(), dead.DeadLetterReason));
    }

    [Fact]
    public async Task DeadLetter_KeepsReasonDescriptionAndProperties()
    {
        await SendAsync("one", "two", "three");
        var messages = await ReceiveAsync(Receiver, 3);

        await Receiver.DeadLetterMessageAsync(messages[0], "Bad", "no such order", Cancelled);
        await Receiver.DeadLetterMessageAsync(
            messages[1],
            new Dictionary<string, object> { ["order"] = 7 },
            "Bad",
            cancellationToken: Cancelled);
        await Receiver.DeadLetterMessageAsync(messages[2], cancellationToken: Cancelled);

        var dead = await ReceiveAsync(DeadLetters(), 3);
        Assert.Equal([("one", "Bad", "no such order"), ("two", "Bad", null), ("three", null, null)],
            dead.Select(m => (m.Body.ToString(), (string?)m.DeadLetterReason, (string?)m.DeadLetterErrorDescription)));
        Assert.Equal(7, dead[1].ApplicationProperties["order"]);
        await DeadLetters().CompleteMessageAsync(dead[0], Cancelled);
        Assert.Equal(0, Broker.Peek(Queue, deadLetters: true, 10).Count(m => m.Body.ToString() == "one"));
    }

    [Fact]
    public async Task Defer_IsReceivedByItsNumberAndSettled()
    {
        await SendAsync("one", "two", "three", "four");
        var messages = await ReceiveAsync(Receiver, 4);
        foreach (var message in messages)
            await Receiver.DeferMessageAsync(message, cancellationToken: Cancelled);

        var deferred = await Receiver.ReceiveDeferredMessagesAsync(messages.Select(m => m.SequenceNumber), Cancelled);
        Assert.Equal([("one", 2), ("two", 2), ("three", 2), ("four", 2)], deferred.Select(m => (m.Body.ToString(), m.DeliveryCount)));
        await Receiver.CompleteMessageAsync(deferred[0], Cancelled);
        await Receiver.DeadLetterMessageAsync(deferred[1], "Bad", "late", Cancelled);
        await Receiver.DeferMessageAsync(deferred[2], cancellationToken: Cancelled);
        await Receiver.AbandonMessageAsync(deferred[3], new Dictionary<string, object> { ["why"] = "busy" }, Cancelled);

        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 2, 1), Status());
        var dead = await ReceiveAsync(DeadLetters());
        Assert.Equal(("two", "Bad", "late"), (dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(
            "busy",
            (await Receiver.ReceiveDeferredMessageAsync(messages[3].SequenceNumber, Cancelled)).ApplicationProperties["why"]);
        Assert.Equal(
            ServiceBusFailureReason.MessageNotFound,
            await ReasonAsync(() => Receiver.ReceiveDeferredMessageAsync(messages[0].SequenceNumber, Cancelled)));
    }

    [Fact]
    public async Task Lock_Renewed_HoldsFromThenOn()
    {
        await SendAsync("one");
        var message = await ReceiveAsync(Receiver);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50), Cancelled);

        await Receiver.RenewMessageLockAsync(message, Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50), Cancelled);

        Assert.Equal(Clock.GetUtcNow().AddSeconds(10), message.LockedUntil, TimeSpan.FromMilliseconds(1));
        await Receiver.CompleteMessageAsync(message, Cancelled);
        Assert.Equal(0, Status().Active);
    }

    [Fact]
    public async Task Lock_Expired_IsLostAndTheMessageComesAgain()
    {
        await SendAsync("one");
        var message = await ReceiveAsync(Receiver);

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancelled);

        foreach (var late in new Func<Task>[]
        {
            () => Receiver.RenewMessageLockAsync(message, Cancelled),
            () => Receiver.CompleteMessageAsync(message, Cancelled),
            () => Receiver.AbandonMessageAsync(message, cancellationToken: Cancelled),
            () => Receiver.DeadLetterMessageAsync(message, cancellationToken: Cancelled),
            () => Receiver.DeferMessageAsync(message, cancellationToken: Cancelled),
        })
        {
            Assert.Equal(ServiceBusFailureReason.MessageLockLost, await ReasonAsync(late));
        }

        Assert.Equal(2, (await ReceiveAsync(Receiver)).DeliveryCount);
    }

    [Fact]
    public async Task Receiver_Closed_LeavesItsLocksUntilTheyEnd_AndAnotherMaySettle()
    {
        await SendAsync("one", "two");
        var messages = await ReceiveAsync(Receiver, 2);

        await Receiver.CloseAsync(Cancelled);
        var other = Client.CreateReceiver(Queue);

        Assert.Equal(2, Status().Locked);
        await other.CompleteMessageAsync(messages[0], Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancelled);
        Assert.Equal(("two", 2), ((await ReceiveAsync(other)) is { } again ? (again.Body.ToString(), again.DeliveryCount) : default));
    }

    private ServiceBusReceiver DeadLetters() =>
        Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
}
