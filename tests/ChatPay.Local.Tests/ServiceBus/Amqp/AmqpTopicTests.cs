using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Topics and subscriptions of the official client over AMQP.</summary>
public sealed class AmqpTopicTests : AmqpFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Broker.DeclareTopic("news");
        Broker.DeclareSubscription("news", "everything");
        Broker.DeclareSubscription("news", "paid", rules: [new CreateRuleOptions("paid", new CorrelationRuleFilter { Subject = "paid" })]);
    }

    [Fact]
    public async Task Message_OfATopic_ComesToTheSubscriptionsWhoseRulesMatch()
    {
        await Client.CreateSender("news").SendMessagesAsync(
            [new ServiceBusMessage("one") { Subject = "paid" }, new ServiceBusMessage("two") { Subject = "shipped" }], Cancelled);

        var all = await ReceiveAsync(Client.CreateReceiver("news", "everything"), 2);
        var paid = await ReceiveAsync(Client.CreateReceiver("news", "paid"));

        Assert.Equal(["one", "two"], all.Select(m => m.Body.ToString()));
        Assert.Equal("one", paid.Body.ToString());
        Assert.Equal(0, Broker.Queues.Single(q => q.Name == "news/Subscriptions/paid").Active);
    }

    [Fact]
    public async Task Message_OfASubscription_IsDeadLetteredThere()
    {
        await Client.CreateSender("news").SendMessageAsync(new ServiceBusMessage("one"), Cancelled);
        var receiver = Client.CreateReceiver("news", "everything");
        await receiver.DeadLetterMessageAsync(await ReceiveAsync(receiver), "Bad", cancellationToken: Cancelled);

        var dead = await ReceiveAsync(
            Client.CreateReceiver("news", "everything", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }));

        Assert.Equal(("one", "Bad"), (dead.Body.ToString(), dead.DeadLetterReason));
    }

    [Fact]
    public async Task Topic_CannotBeReceivedFrom_NorASubscriptionSentTo()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.CreateReceiver("news").ReceiveMessageAsync(Patience, Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Client.CreateSender("news/Subscriptions/everything").SendMessageAsync(new ServiceBusMessage("one"), Cancelled));
    }
}
