using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tests.ServiceBus;

/// <summary>A failed write, simulated by a trigger that refuses it, leaves the broker in step with its file.</summary>
public sealed class FailedWriteTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-bus-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });
    private ServiceBusBroker _broker = null!;

    public ValueTask InitializeAsync()
    {
        _broker = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Also after an interrupted start: a subscription without rules would never receive anything.</summary>
    [Fact]
    public async Task Subscription_WhoseRulesWereNotWritten_IsMadeWholeByTheNextStart()
    {
        Refuse("rule");
        DeclareNews();
        await _broker.DisposeAsync();
        Allow();
        _broker = Open();
        DeclareNews();

        await _broker.CreateClient().CreateSender("news").SendMessageAsync(new ServiceBusMessage("all of it"));

        Assert.Single(_broker.Peek("news/Subscriptions/all", deadLetters: false, 10));
    }

    [Fact]
    public async Task Rule_ThatWasNotWritten_IsNotThere()
    {
        DeclareNews();
        var rules = _broker.CreateClient().CreateRuleManager("news", "all");
        Refuse("rule");

        await Assert.ThrowsAsync<SqliteException>(() => rules.CreateRuleAsync("red", new SqlRuleFilter("colour = 'red'")));

        List<string> names = [];
        await foreach (var rule in rules.GetRulesAsync())
            names.Add(rule.Name);
        Assert.Equal([CreateRuleOptions.DefaultRuleName], names);
    }

    [Fact]
    public async Task DeadLetters_ThatWereNotPutBack_CanBePutBackLater()
    {
        _broker.DeclareQueue("orders");
        var client = _broker.CreateClient();
        await client.CreateSender("orders").SendMessagesAsync([new ServiceBusMessage("1"), new ServiceBusMessage("2")]);
        var receiver = client.CreateReceiver("orders");
        foreach (var message in await receiver.ReceiveMessagesAsync(2))
            await receiver.DeadLetterMessageAsync(message);
        long[] dead = [.. _broker.Peek("orders", deadLetters: true, 10).Select(m => m.SequenceNumber)];
        Refuse("message");
        await Assert.ThrowsAsync<SqliteException>(() => _broker.ResubmitAsync("orders", dead));
        Allow();

        await _broker.ResubmitAsync("orders", dead);

        Assert.Equal(["1", "2"], (await receiver.ReceiveMessagesAsync(2)).Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Scheduled_WhoseTimeCameWhenNothingCouldBeWritten_ArrivesLater()
    {
        _broker.DeclareQueue("orders");
        var client = _broker.CreateClient();
        await client.CreateSender("orders").ScheduleMessageAsync(new ServiceBusMessage("later"), _clock.GetUtcNow().AddHours(1));
        Refuse("message");
        await _clock.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(ServiceBusMessageState.Scheduled, (await client.CreateReceiver("orders").PeekMessageAsync()).State);
        Allow();

        await _clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("later", (await client.CreateReceiver("orders").ReceiveMessageAsync()).Body.ToString());
    }

    private string DataFile => Path.Combine(_folder.FullName, "bus.db");

    private ServiceBusBroker Open() => ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = DataFile, Clock = _clock });

    private void DeclareNews()
    {
        _broker.DeclareTopic("news");
        _broker.DeclareSubscription("news", "all");
    }

    private void Refuse(string table) =>
        Run($"CREATE TRIGGER refused BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'on purpose'); END");

    private void Allow() => Run("DROP TRIGGER refused");

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DataFile};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }
}
