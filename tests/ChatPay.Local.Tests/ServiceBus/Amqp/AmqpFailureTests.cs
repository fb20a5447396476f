using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Refusals over AMQP, with the failure reasons that the official client reports.</summary>
public sealed class AmqpFailureTests : AmqpFixture
{
    [Fact]
    public async Task Entity_ThatIsNotThere_IsNotFound()
    {
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await ReasonAsync(() => Client.CreateSender("none").SendMessageAsync(new ServiceBusMessage("one"), Cancelled)));
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await ReasonAsync(() => Client.CreateReceiver("none").ReceiveMessageAsync(Patience, Cancelled)));
        Assert.Equal(
            ServiceBusFailureReason.MessagingEntityNotFound,
            await ReasonAsync(() => Client.CreateReceiver("none").PeekMessageAsync(cancellationToken: Cancelled)));
    }

    [Fact]
    public async Task Message_TooLarge_IsRefused()
    {
        var large = new byte[256 * 1024];

        Assert.Equal(
            ServiceBusFailureReason.MessageSizeExceeded,
            await ReasonAsync(() => Sender.SendMessageAsync(new ServiceBusMessage(large), Cancelled)));
        Assert.Equal(
            ServiceBusFailureReason.MessageSizeExceeded,
            await ReasonAsync(() => Sender.ScheduleMessageAsync(new ServiceBusMessage(large), Clock.GetUtcNow().AddDays(1), Cancelled)));
        using var batch = await Sender.CreateMessageBatchAsync(Cancelled);
        Assert.False(batch.TryAddMessage(new ServiceBusMessage(large)));
        Assert.Equal((0, 0), (Status().Active, Status().Scheduled));
    }

    [Fact]
    public async Task Session_OfAQueueWithout_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled));

    [Fact]
    public async Task Rules_AreRefusedByName()
    {
        Broker.DeclareTopic("news");
        Broker.DeclareSubscription("news", "everything");

        var refused = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await Client.CreateRuleManager("news", "everything").DeleteRuleAsync("$Default", Cancelled));

        Assert.Contains("remove-rule", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_Unavailable_IsAFaultThatPasses()
    {
        Broker.Unavailable = true;
        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => SendAsync("one"));
        Broker.Unavailable = false;

        await SendAsync("two");

        Assert.True(refused.IsTransient);
        Assert.Equal(1, Status().Active);
    }

    [Fact]
    public void Port_InUse_IsOneSentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = Assert.Throws<PlatformException>(() =>
            AmqpEndpoint.Start(
                new AmqpEndpointOptions
                {
                    Broker = Broker,
                    Clock = Clock,
                    Port = port,
                }));

        Assert.Contains($"Port {port} is in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_OfAnotherEndpoint_IsNotShared() =>
        Assert.Throws<PlatformException>(() =>
            AmqpEndpoint.Start(
                new AmqpEndpointOptions
                {
                    Broker = Broker,
                    Clock = Clock,
                    Port = Endpoint.Address.Port,
                }));
}
