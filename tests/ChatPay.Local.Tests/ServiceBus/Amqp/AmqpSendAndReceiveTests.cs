using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>The official client receives over AMQP what it has sent.</summary>
public sealed class AmqpSendAndReceiveTests : AmqpFixture
{
    protected override QueueOptions Options => new() { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Message_SentAndReceived_IsTheSameWithWhatTheBrokerKnows()
    {
        await Sender.SendMessageAsync(
            new ServiceBusMessage("one")
            {
                MessageId = "id-1",
                CorrelationId = "of-it",
                Subject = "news",
                ContentType = "text/plain",
                ReplyTo = "me",
                To = "you",
                TimeToLive = TimeSpan.FromHours(2),
                PartitionKey = "p",
                ApplicationProperties =
                {
                    ["text"] = "yes",
                    ["number"] = 7,
                    ["time"] = Clock.GetUtcNow(),
                    ["span"] = TimeSpan.FromMinutes(3),
                },
            },
            Cancelled);

        var message = await ReceiveAsync(Client.CreateReceiver(Queue));

        Assert.Equal("one", message.Body.ToString());
        Assert.Equal(
            ("id-1", "of-it", "news", "text/plain"),
            (message.MessageId, message.CorrelationId, message.Subject, message.ContentType));
        Assert.Equal(("me", "you", "p"), (message.ReplyTo, message.To, message.PartitionKey));
        Assert.Equal(("yes", 7), (message.ApplicationProperties["text"], message.ApplicationProperties["number"]));
        Assert.Equal(
            (Clock.GetUtcNow(), TimeSpan.FromMinutes(3)),
            (message.ApplicationProperties["time"], message.ApplicationProperties["span"]));
        Assert.Equal((1, ServiceBusMessageState.Active, TimeSpan.FromHours(2)), (message.DeliveryCount, message.State, message.TimeToLive));
        Assert.True(message.SequenceNumber > 0);
        AssertNear(Clock.GetUtcNow(), message.EnqueuedTime);
        AssertNear(Clock.GetUtcNow().AddHours(2), message.ExpiresAt);
        AssertNear(Clock.GetUtcNow().AddMinutes(1), message.LockedUntil);
    }

    [Fact]
    public async Task Batch_Sent_ComesInItsOrder()
    {
        using var batch = await Sender.CreateMessageBatchAsync(Cancelled);
        foreach (var body in new[] { "one", "two", "three" })
            Assert.True(batch.TryAddMessage(new ServiceBusMessage(body)));

        await Sender.SendMessagesAsync(batch, Cancelled);

        Assert.Equal(["one", "two", "three"], (await ReceiveAsync(Client.CreateReceiver(Queue), 3)).Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Message_SentWithTheSameIdAgain_ComesOnce()
    {
        for (var i = 0; i < 2; i++)
            await Sender.SendMessageAsync(new ServiceBusMessage("one") { MessageId = "same" }, Cancelled);

        Assert.Equal(1, Status().Active);
    }

    [Fact]
    public async Task Message_OfValuesOrSequences_ComesAsSuch()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage(new AmqpAnnotatedMessage(AmqpMessageBody.FromValue("text"))), Cancelled);
        await Sender.SendMessageAsync(
            new ServiceBusMessage(
                new AmqpAnnotatedMessage(
                    AmqpMessageBody.FromSequence([
                        [1, "two"],
                    ]))),
            Cancelled);

        var received = await ReceiveAsync(Client.CreateReceiver(Queue), 2);

        Assert.True(received[0].GetRawAmqpMessage().Body.TryGetValue(out var value));
        Assert.True(received[1].GetRawAmqpMessage().Body.TryGetSequence(out var sequence));
        Assert.Equal("text", value);
        Assert.Equal([1, "two"], Assert.Single(sequence!));
    }

    [Fact]
    public async Task Message_OfManyFrames_ComesWhole()
    {
        var body = new byte[200_000];
        Random.Shared.NextBytes(body);

        await Sender.SendMessageAsync(new ServiceBusMessage(body), Cancelled);

        Assert.Equal(body, (await ReceiveAsync(Client.CreateReceiver(Queue))).Body.ToArray());
    }

    [Fact]
    public async Task Receiver_ThatDeletes_TakesTheMessageAway()
    {
        await SendAsync("one");

        var received = await ReceiveAsync(
            Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete }));

        Assert.Equal("one", received.Body.ToString());
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Status());
    }

    [Fact]
    public async Task Messages_Peeked_ArePagedAndNotDelivered()
    {
        await SendAsync("one", "two", "three");
        var receiver = Client.CreateReceiver(Queue);

        var first = await receiver.PeekMessagesAsync(2, cancellationToken: Cancelled);
        var rest = await receiver.PeekMessagesAsync(2, cancellationToken: Cancelled);

        Assert.Equal(["one", "two"], first.Select(m => m.Body.ToString()));
        Assert.Equal(["three"], rest.Select(m => m.Body.ToString()));
        Assert.Empty(await receiver.PeekMessagesAsync(2, cancellationToken: Cancelled));
        Assert.All(first, m => Assert.Equal(0, m.DeliveryCount));
        Assert.Equal(3, Status().Active);
    }

    [Fact]
    public async Task Receiver_GetsNoMoreThanItsCredit()
    {
        await SendAsync("one", "two", "three");

        Assert.Single(await Client.CreateReceiver(Queue).ReceiveMessagesAsync(1, Patience, Cancelled));

        Assert.Equal((2, 1), (Status().Active, Status().Locked));
    }

    [Fact]
    public async Task Message_ThatHasExpired_IsNotDelivered()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("late") { TimeToLive = TimeSpan.FromMinutes(1) }, Cancelled);
        await SendAsync("kept");

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancelled);

        Assert.Equal("kept", (await ReceiveAsync(Client.CreateReceiver(Queue))).Body.ToString());
    }

    // AMQP's times have millisecond precision.
    private static void AssertNear(DateTimeOffset expected, DateTimeOffset actual) =>
        Assert.Equal(expected, actual, TimeSpan.FromMilliseconds(1));
}
