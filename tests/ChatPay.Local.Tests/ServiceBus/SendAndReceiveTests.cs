using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class SendAndReceiveTests : BusFixture
{
    [Fact]
    public async Task Send_AMessageIdOfMoreThan128Characters_IsRefused()
    {
        var message = new ServiceBusMessage("long");
        message.GetRawAmqpMessage().Properties.MessageId = new AmqpMessageId(new string('x', 129));

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Sender.SendMessageAsync(message));

        Assert.Contains("message id has 129 characters", refused.Message, StringComparison.Ordinal);
        await SendAsync("allowed", new string('x', 128));
        Assert.Equal("allowed", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Receive_AMessageWithEverythingSet_BringsItAll()
    {
        var sent = new ServiceBusMessage("{\"order\":1}")
        {
            MessageId = "m-1",
            SessionId = "s-1",
            Subject = "paid",
            ContentType = "application/json",
            CorrelationId = "c-1",
            To = "there",
            ReplyTo = "here",
            ReplyToSessionId = "s-2",
            PartitionKey = "s-1",
            TransactionPartitionKey = "t-1",
            TimeToLive = TimeSpan.FromHours(2),
            ApplicationProperties =
            {
                ["text"] = "ä",
                ["number"] = 42,
                ["long"] = long.MaxValue,
                ["decimal"] = 1.10m,
                ["double"] = 0.1,
                ["flag"] = true,
                ["char"] = 'x',
                ["guid"] = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                ["time"] = Start,
                ["date"] = Start.UtcDateTime,
                ["span"] = TimeSpan.FromTicks(12345),
                ["uri"] = new Uri("https://example.org/a?b=c"),
                ["nothing"] = null,
            },
        };

        await Sender.SendMessageAsync(sent);
        var received = await ReceiveNowAsync();

        Assert.NotNull(received);
        Assert.Equal("{\"order\":1}", received.Body.ToString());
        Assert.Equal(
            ("m-1", "s-1", "paid", "application/json"),
            (received.MessageId, received.SessionId, received.Subject, received.ContentType));
        Assert.Equal(("c-1", "there", "here", "s-2"), (received.CorrelationId, received.To, received.ReplyTo, received.ReplyToSessionId));
        Assert.Equal(("s-1", "t-1"), (received.PartitionKey, received.TransactionPartitionKey));
        Assert.Equal(TimeSpan.FromHours(2), received.TimeToLive);
        Assert.Equal(Start, received.EnqueuedTime);
        Assert.Equal(Start.AddHours(2), received.ExpiresAt);
        Assert.Equal(Start.AddMinutes(1), received.LockedUntil);
        Assert.Equal(1, received.DeliveryCount);
        Assert.Equal(sent.ApplicationProperties, received.ApplicationProperties);
    }

    [Fact]
    public async Task Receive_Completed_IsGone()
    {
        await SendAsync("one");

        var message = await ReceiveNowAsync();
        await Receiver.CompleteMessageAsync(message);

        Assert.Null(await ReceiveNowAsync());
        await RestartAsync();
        Assert.Null(await ReceiveNowAsync());
    }

    [Fact]
    public async Task Receive_SeveralMessages_ComeInTheirOrder()
    {
        await Sender.SendMessagesAsync([new ServiceBusMessage("1"), new ServiceBusMessage("2"), new ServiceBusMessage("3")]);

        var first = await Receiver.ReceiveMessagesAsync(2);
        var then = await Receiver.ReceiveMessagesAsync(2);

        Assert.Equal(["1", "2"], first.Select(m => m.Body.ToString()));
        Assert.Equal(["3"], then.Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Receive_ThatWaits_GetsTheMessageWhenItIsSent()
    {
        var receiving = Receiver.ReceiveMessageAsync(TimeSpan.FromDays(1));
        Assert.False(receiving.IsCompleted);

        await SendAsync("late");

        Assert.Equal("late", (await receiving).Body.ToString());
    }

    [Fact]
    public async Task Receive_Cancelled_ThrowsAndTakesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var receiving = Receiver.ReceiveMessageAsync(TimeSpan.FromDays(1), cancellation.Token);

        await cancellation.CancelAsync();
        await SendAsync("one");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        Assert.NotNull(await ReceiveNowAsync());
    }

    [Fact]
    public async Task Receive_AndDelete_LeavesNothing()
    {
        var receiver = Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        await SendAsync("one");

        var message = await ReceiveNowAsync(receiver);

        Assert.Equal("one", message!.Body.ToString());
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message));
        await RestartAsync();
        Assert.Null(await ReceiveNowAsync());
    }

    [Fact]
    public async Task Peek_GoesOnWhereItWasAndLocksNothing()
    {
        await SendAsync("1");
        await SendAsync("2");

        Assert.Equal("1", (await Receiver.PeekMessageAsync()).Body.ToString());
        Assert.Equal("2", (await Receiver.PeekMessageAsync()).Body.ToString());
        Assert.Null(await Receiver.PeekMessageAsync());
        Assert.Equal(2, (await Receiver.ReceiveMessagesAsync(10)).Count);
    }

    [Fact]
    public async Task Send_Restarted_IsStillThere()
    {
        await SendAsync("kept", "m-1");

        await RestartAsync();

        Assert.Equal("m-1", (await ReceiveNowAsync())!.MessageId);
    }

    [Fact]
    public async Task Send_Acknowledged_IsOnDiskThen()
    {
        await SendAsync("kept", "m-1");

        await using var killed = OpenWhatAKillWouldLeave();

        var receiver = killed.CreateClient().CreateReceiver(Queue);
        Assert.Equal("m-1", (await ReceiveNowAsync(receiver))!.MessageId);
    }

    [Fact]
    public async Task Send_OverTheLimit_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(() =>
            Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024])));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, error.Reason);
        await Sender.SendMessageAsync(new ServiceBusMessage(new byte[255 * 1024]));
    }

    [Fact]
    public async Task Send_ABatch_TakesWhatFitsAndNoMore()
    {
        using var batch = await Sender.CreateMessageBatchAsync();
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[100_000])))
        {
        }

        await Sender.SendMessagesAsync(batch);

        Assert.Equal(2, batch.Count);
        Assert.Equal(2, (await Receiver.ReceiveMessagesAsync(10)).Count);
    }

    [Fact]
    public async Task Send_ToAQueueThatIsNotDeclared_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(() =>
            Client.CreateSender("nowhere").SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, error.Reason);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Send_WhileUnavailable_FailsAndWorksAfterwards()
    {
        Broker.Unavailable = true;
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => SendAsync("lost"));
        Broker.Unavailable = false;
        await SendAsync("sent");

        Assert.Equal(ServiceBusFailureReason.ServiceCommunicationProblem, error.Reason);
        Assert.True(error.IsTransient);
        Assert.Equal("sent", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Send_APropertyOfAnUnknownType_IsRefused()
    {
        var message = new ServiceBusMessage("x") { ApplicationProperties = { ["list"] = new List<int>() } };

        await Assert.ThrowsAsync<System.Runtime.Serialization.SerializationException>(() => Sender.SendMessageAsync(message));
    }

}
