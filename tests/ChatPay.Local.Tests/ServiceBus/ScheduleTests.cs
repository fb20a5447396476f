using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class ScheduleTests : BusFixture
{
    [Fact]
    public async Task Scheduled_ArrivesWhenTheClockGetsThere()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), Start.AddHours(1));

        await Clock.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(2));
        Assert.Null(await ReceiveNowAsync());
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1));

        var message = await ReceiveNowAsync();
        Assert.Equal(Start.AddHours(1), message!.EnqueuedTime);
        Assert.Equal(Start.AddHours(1), message.ScheduledEnqueueTime);
        Assert.NotEqual(number, message.SequenceNumber);
        Assert.Equal(number, message.EnqueuedSequenceNumber);
    }

    [Fact]
    public async Task Scheduled_SentWithATime_IsTheSame()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("later") { ScheduledEnqueueTime = Start.AddMinutes(10) });

        Assert.Equal(ServiceBusMessageState.Scheduled, (await Receiver.PeekMessageAsync()).State);
        Assert.Null(await ReceiveNowAsync());
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("later", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Scheduled_ForThePast_ArrivesAtOnce()
    {
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("now"), Start.AddHours(-1));

        Assert.Equal("now", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Scheduled_DueWhileDown_ArrivesAfterTheStart()
    {
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), Start.AddHours(1));
        await Broker.DisposeAsync();

        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await RestartAsync();
        await Clock.DrainAsync();

        Assert.Equal("later", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Scheduled_Cancelled_NeverArrives()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("never"), Start.AddHours(1));

        await Sender.CancelScheduledMessageAsync(number);

        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Null(await ReceiveNowAsync());
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.CancelScheduledMessageAsync(number));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }

    [Fact]
    public async Task Message_Expired_IsDropped()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("old") { TimeToLive = TimeSpan.FromHours(1) });

        await Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Null(await ReceiveNowAsync());
        Assert.Empty(Broker.Peek(Queue, deadLetters: false, 10));
        Assert.Empty(Broker.Peek(Queue, deadLetters: true, 10));
    }
}
