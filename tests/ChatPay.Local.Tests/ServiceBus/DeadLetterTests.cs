using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class DeadLetterTests : BusFixture
{
    protected override QueueOptions Options => new()
    {
        MaxDeliveryCount = 3,
        DeadLetteringOnMessageExpiration = true,
    };

    [Fact]
    public async Task Message_AbandonedTooOften_IsDeadLettered()
    {
        await SendAsync("poison");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var message = await ReceiveNowAsync();
            Assert.Equal(delivery, message!.DeliveryCount);
            await Receiver.AbandonMessageAsync(message);
        }

        await Clock.DrainAsync();
        Assert.Null(await ReceiveNowAsync());
        var dead = await ReceiveNowAsync(DeadLetters());
        Assert.Equal("MaxDeliveryCountExceeded", dead!.DeadLetterReason);
        Assert.Equal("poison", dead.Body.ToString());
    }

    [Fact]
    public async Task Message_ThatKilledTheProcessTooOften_IsDeadLettered()
    {
        await SendAsync("poison");
        for (var start = 0; start < 3; start++)
        {
            Assert.NotNull(await ReceiveNowAsync());
            await RestartAsync();
        }

        await Clock.DrainAsync();
        Assert.Null(await ReceiveNowAsync());
        Assert.Equal("MaxDeliveryCountExceeded", (await ReceiveNowAsync(DeadLetters()))!.DeadLetterReason);
    }

    [Fact]
    public async Task Message_DeadLetteredWithAReason_KeepsItOverARestart()
    {
        await SendAsync("bad");
        await Receiver.DeadLetterMessageAsync(
            await ReceiveNowAsync(), new Dictionary<string, object> { ["field"] = "price" }, "Malformed", "No price.");

        await RestartAsync();

        Assert.Null(await ReceiveNowAsync());
        var dead = await ReceiveNowAsync(DeadLetters());
        Assert.Equal(("Malformed", "No price."), (dead!.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal("price", dead.ApplicationProperties["field"]);
    }

    [Fact]
    public async Task Message_Expired_IsDeadLettered()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("old") { TimeToLive = TimeSpan.FromHours(1) });

        await Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Null(await ReceiveNowAsync());
        Assert.Equal("TTLExpiredException", (await ReceiveNowAsync(DeadLetters()))!.DeadLetterReason);
    }

    [Fact]
    public async Task Message_ExpiredWhileItIsLocked_IsNotHandedOnWhenItIsAbandoned()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("old") { TimeToLive = TimeSpan.FromSeconds(30) });
        var message = await ReceiveNowAsync();
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(40));
        var next = Receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));

        await Receiver.AbandonMessageAsync(message);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Null(await next);
        Assert.Equal("TTLExpiredException", (await ReceiveNowAsync(DeadLetters()))!.DeadLetterReason);
    }

    [Fact]
    public async Task DeadLetter_Completed_IsGone()
    {
        await SendAsync("bad");
        await Receiver.DeadLetterMessageAsync(await ReceiveNowAsync());
        await using var receiver = DeadLetters();

        await receiver.CompleteMessageAsync(await ReceiveNowAsync(receiver));

        Assert.Empty(Broker.Peek(Queue, deadLetters: true, 10));
    }

    [Fact]
    public async Task DeadLetter_Resubmitted_IsReceivedAsNew()
    {
        await SendAsync("bad", "m-1");
        await Receiver.DeadLetterMessageAsync(await ReceiveNowAsync(), "Malformed");
        var dead = Assert.Single(Broker.Peek(Queue, deadLetters: true, 10));
        Assert.Equal(1, Assert.Single(Broker.Queues).DeadLettered);

        await Broker.ResubmitAsync(Queue, dead.SequenceNumber);

        var again = await ReceiveNowAsync();
        Assert.Equal(("m-1", 1, null), (again!.MessageId, again.DeliveryCount, again.DeadLetterReason));
        Assert.Empty(Broker.Peek(Queue, deadLetters: true, 10));
    }
}
