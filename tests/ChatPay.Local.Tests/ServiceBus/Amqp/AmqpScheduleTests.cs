using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Scheduled messages of the official client over AMQP.</summary>
public sealed class AmqpScheduleTests : AmqpFixture
{
    [Fact]
    public async Task Messages_Scheduled_ComeAtTheirTimeByTheClock()
    {
        var at = Clock.GetUtcNow().AddMinutes(5);
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("one"), at, Cancelled);
        var more = await Sender.ScheduleMessagesAsync(
            [new ServiceBusMessage("two"), new ServiceBusMessage("three")],
            at.AddMinutes(5),
            Cancelled);
        await Sender.SendMessageAsync(new ServiceBusMessage("four") { ScheduledEnqueueTime = at.AddMinutes(10) }, Cancelled);
        Assert.Equal((0, 4), (Status().Active, Status().Scheduled));
        Assert.Equal(3, more.Append(number).Distinct().Count());

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(5), Cancelled);
        Assert.Equal("one", (await ReceiveAsync(Client.CreateReceiver(Queue))).Body.ToString());
        Assert.Equal((0, 3), (Status().Active, Status().Scheduled));

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(10), Cancelled);
        Assert.Equal(0, Status().Scheduled);
        Assert.Equal(
            ["two", "three", "four"],
            Broker.Peek(Queue, deadLetters: false, 10).Select(m => m.Body.ToString()).Where(b => b != "one"));
    }

    [Fact]
    public async Task Message_Cancelled_DoesNotCome()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("one"), Clock.GetUtcNow().AddMinutes(5), Cancelled);

        await Sender.CancelScheduledMessageAsync(number, Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(5), Cancelled);

        Assert.Equal((0, 0), (Status().Active, Status().Scheduled));
        Assert.Equal(
            ServiceBusFailureReason.MessageNotFound,
            await ReasonAsync(() => Sender.CancelScheduledMessageAsync(number, Cancelled)));
    }

    [Fact]
    public async Task Message_Scheduled_IsSeenByWhoPeeks()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("one"), Clock.GetUtcNow().AddMinutes(5), Cancelled);

        var peeked = await Client.CreateReceiver(Queue).PeekMessageAsync(cancellationToken: Cancelled);

        Assert.Equal((number, ServiceBusMessageState.Scheduled), (peeked.SequenceNumber, peeked.State));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(5), peeked.ScheduledEnqueueTime, TimeSpan.FromMilliseconds(1));
    }
}
