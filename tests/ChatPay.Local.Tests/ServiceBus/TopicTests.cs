using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class TopicTests : BusFixture
{
    private const string Topic = "order-events";

    [Fact]
    public async Task Topic_WithSubscriptions_GivesEachItsCopy()
    {
        Declare("one");
        Declare("two");

        await PublishAsync("paid");

        var first = await ReceiveAsync("one");
        await Client.CreateReceiver(Topic, "one").CompleteMessageAsync(first);
        Assert.Equal("paid", first!.Body.ToString());
        Assert.Null(await ReceiveAsync("one"));
        Assert.Equal("paid", (await ReceiveAsync("two"))!.Body.ToString());
    }

    [Fact]
    public async Task Topic_WithoutSubscriptions_DropsTheMessage()
    {
        Broker.DeclareTopic(Topic);

        await PublishAsync("nobody listens");

        Assert.Equal(new QueueStatus(Topic, 0, 0, 0, 0, 0), Broker.Queues.Single(q => q.Name == Topic));
    }

    [Fact]
    public async Task Subscription_WithRules_TakesWhatOneOfThemMatches()
    {
        Declare("large", new CreateRuleOptions("large", new SqlRuleFilter("amount > 100 AND currency = 'EUR'")));
        Declare("paid", new CreateRuleOptions("paid", new CorrelationRuleFilter { Subject = "Paid" }));
        Declare("none", new CreateRuleOptions("none", new FalseRuleFilter()));

        await PublishAsync("1", "Paid", ("amount", 150), ("currency", "EUR"));
        await PublishAsync("2", "Shipped", ("amount", 150L), ("currency", "USD"));
        await PublishAsync("3", "Paid");

        Assert.Equal(["1"], Bodies("large"));
        Assert.Equal(["1", "3"], Bodies("paid"));
        Assert.Empty(Bodies("none"));
    }

    [Fact]
    public async Task Subscription_WithTwoRulesThatMatch_GetsOneCopy()
    {
        Declare("all", new CreateRuleOptions("a", new TrueRuleFilter()), new CreateRuleOptions("b", new SqlRuleFilter("1 = 1")));

        await PublishAsync("once");

        Assert.Equal(["once"], Bodies("all"));
    }

    [Fact]
    public async Task Rules_OfASubscription_AreKeptOverARestart()
    {
        var correlation = new CorrelationRuleFilter { ApplicationProperties = { ["kind"] = "sale", ["amount"] = 5 } };
        Declare("sales", new CreateRuleOptions("sales", correlation));
        await RestartAsync();

        await PublishAsync("1", null, ("kind", "sale"), ("amount", 5));
        await PublishAsync("2", null, ("kind", "sale"), ("amount", 6));

        Assert.Equal(["1"], Bodies("sales"));
    }

    [Fact]
    public async Task RuleManager_ChangesWhatASubscriptionTakes()
    {
        Declare("mine");
        await using var rules = Client.CreateRuleManager(Topic, "mine");

        Assert.Equal(["$Default"], await rules.GetRulesAsync().Select(r => r.Name).ToListAsync());
        await rules.CreateRuleAsync("paid", new SqlRuleFilter("sys.Label = 'Paid'"));
        await rules.DeleteRuleAsync("$Default");
        var again = await Assert.ThrowsAsync<ServiceBusException>(() => rules.CreateRuleAsync("PAID", new TrueRuleFilter()));
        var gone = await Assert.ThrowsAsync<ServiceBusException>(() => rules.DeleteRuleAsync("$Default"));
        await PublishAsync("1", "Paid");
        await PublishAsync("2", "Shipped");

        Assert.Equal(ServiceBusFailureReason.MessagingEntityAlreadyExists, again.Reason);
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, gone.Reason);
        Assert.Equal(["1"], Bodies("mine"));
    }

    [Theory]
    [InlineData("newid() = 'x'", "newid()")]
    [InlineData("sys.EnqueuedTimeUtc > 1", "sys.EnqueuedTimeUtc")]
    [InlineData("amount > @limit", "@limit")]
    public void Rule_WithAFilterThatIsNotEmulated_IsRefusedByName(string expression, string name)
    {
        var error = Assert.Throws<NotSupportedException>(() => Declare("s", new CreateRuleOptions("r", new SqlRuleFilter(expression))));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_WithAnAction_IsRefusedByName()
    {
        var rule = new CreateRuleOptions("mark", new TrueRuleFilter()) { Action = new SqlRuleAction("SET x = 1") };

        Assert.Contains("mark", Assert.Throws<NotSupportedException>(() => Declare("s", rule)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_AScheduledMessage_GoesToTheSubscriptionsOfItsTime()
    {
        Declare("early");
        await Client.CreateSender(Topic).ScheduleMessageAsync(new ServiceBusMessage("later"), Start.AddHours(1));
        Declare("late");
        await RestartAsync();

        Assert.Empty(Bodies("early"));
        await Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["later"], Bodies("early"));
        Assert.Equal(["later"], Bodies("late"));
    }

    [Fact]
    public async Task Topic_AScheduledMessageCancelled_NeverArrives()
    {
        Declare("one");
        var sender = Client.CreateSender(Topic);
        var number = await sender.ScheduleMessageAsync(new ServiceBusMessage("never"), Start.AddHours(1));

        await sender.CancelScheduledMessageAsync(number);
        await Clock.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Empty(Bodies("one"));
    }

    [Fact]
    public async Task Topic_WithDuplicateDetection_DropsARepeatForAll()
    {
        Broker.DeclareTopic(Topic, new TopicOptions { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) });
        Declare("one");
        var sender = Client.CreateSender(Topic);

        await sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "m-1" });
        await sender.SendMessageAsync(new ServiceBusMessage("second") { MessageId = "m-1" });

        Assert.Equal(["first"], Bodies("one"));
    }

    [Fact]
    public async Task Subscription_AMessageDeadLettered_IsInItsOwnDeadLettersAndCanBeResubmitted()
    {
        Declare("one");
        Declare("two");
        await PublishAsync("bad");
        var receiver = Client.CreateReceiver(Topic, "one");
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(), "Bad");

        var path = $"{Topic}/Subscriptions/one";
        var dead = Assert.Single(Broker.Peek(path, deadLetters: true, 10));
        Assert.Empty(Broker.Peek($"{Topic}/Subscriptions/two", deadLetters: true, 10));
        await Broker.ResubmitAsync(path, dead.SequenceNumber);

        Assert.Equal(["bad"], Bodies("one"));
    }

    [Fact]
    public async Task Subscription_WithSessionsAndAMessageWithout_DeadLettersIt()
    {
        Broker.DeclareTopic(Topic);
        Broker.DeclareSubscription(Topic, "ordered", new QueueOptions { RequiresSession = true });

        await PublishAsync("no session");
        await Client.CreateSender(Topic).SendMessageAsync(new ServiceBusMessage("fine") { SessionId = "s" });

        Assert.Equal(
            "Session ID is null.",
            Assert.Single(Broker.Peek($"{Topic}/Subscriptions/ordered", deadLetters: true, 10)).DeadLetterReason);
        var session = await Client.AcceptNextSessionAsync(Topic, "ordered");
        Assert.Equal("fine", (await session.ReceiveMessageAsync()).Body.ToString());
    }

    [Fact]
    public async Task Subscription_WithAShorterTimeToLive_DropsItsCopyFirst()
    {
        Broker.DeclareTopic(Topic);
        Broker.DeclareSubscription(Topic, "short", new QueueOptions { DefaultMessageTimeToLive = TimeSpan.FromMinutes(1) });
        Declare("long");
        await PublishAsync("news");

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(Bodies("short"));
        Assert.Equal(["news"], Bodies("long"));
    }

    [Fact]
    public async Task Topic_ReceivedFrom_IsRefused()
    {
        Broker.DeclareTopic(Topic);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.CreateReceiver(Topic).ReceiveMessageAsync());
    }

    [Fact]
    public async Task Subscription_OfNoTopic_IsRefusedAndNotFound()
    {
        Assert.Throws<PlatformException>(() => Broker.DeclareSubscription("nowhere", "one"));

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => Client.CreateReceiver("nowhere", "one").ReceiveMessageAsync());
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, error.Reason);
    }

    private void Declare(string subscription, params CreateRuleOptions[] rules)
    {
        Broker.DeclareTopic(Topic);
        Broker.DeclareSubscription(Topic, subscription, rules: rules.Length == 0 ? null : rules);
    }

    private Task PublishAsync(string body, string? subject = null, params IEnumerable<(string Name, object Value)> properties)
    {
        var message = new ServiceBusMessage(body) { Subject = subject };
        foreach (var (name, value) in properties)
            message.ApplicationProperties[name] = value;
        return Client.CreateSender(Topic).SendMessageAsync(message);
    }

    private Task<ServiceBusReceivedMessage?> ReceiveAsync(string subscription) =>
        ReceiveNowAsync(Client.CreateReceiver(Topic, subscription));

    private IEnumerable<string> Bodies(string subscription) =>
        Broker.Peek($"{Topic}/Subscriptions/{subscription}", deadLetters: false, 10).Select(m => m.Body.ToString());
}
