using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Messaging;

/// <summary>A session whose first message cannot be processed: an outage is not counted, a fault is.</summary>
public sealed class OrderedConsumerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Settlements _settled = new();
    private readonly Sessions _session = new();

    private static Exception Outage => Problems.Unavailable("Instagram");

    [Fact]
    public async Task Outage_ClosesTheSessionAndSettlesNothing_SoThatNoDeliveryIsCounted()
    {
        // Thousands of deliveries, had they been counted.
        await RunAsync(Outage, Message(deliveries: 999));
        Assert.Equal((1, 0, 0), (_session.Released, _settled.Completed, _settled.DeadLettered));
    }

    [Fact]
    public async Task Fault_IsCounted_AndBecomesADeadLetterInTheEnd()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RunAsync(new InvalidOperationException(), Message(OrderedConsumer.MaxTries - 1)));
        Assert.Equal((1, 0), (_session.Released, _settled.DeadLettered));
        await RunAsync(new InvalidOperationException(), Message(OrderedConsumer.MaxTries));
        Assert.Equal((1, 1), (_session.Released, _settled.DeadLettered));
    }

    [Fact]
    public async Task Outage_OfAWeek_IsAFault()
    {
        var message = Message(deliveries: 1);
        var late = Message(OrderedConsumer.MaxTries);
        _time.Advance(TimeSpan.FromDays(7));
        await Assert.ThrowsAsync<ProblemException>(() => RunAsync(Outage, message));
        await RunAsync(Outage, late);
        Assert.Equal(1, _settled.DeadLettered);
    }

    [Fact]
    public async Task Outage_WhileTheProcessEnds_GivesTheMessageBack()
    {
        var host = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        host.StopApplication();
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(Outage, Message(OrderedConsumer.MaxTries), host));
        Assert.Equal((1, 0, 0), (_session.Released, _settled.Completed, _settled.DeadLettered));
    }

    // The clock advances by itself while the work fails, so no wait is started.
    private Task RunAsync(Exception failure, ServiceBusReceivedMessage message, IHostApplicationLifetime? host = null) =>
        new OrderedConsumer(new OutageBackoff(_time, host), _time, NullLogger<OrderedConsumer>.Instance).RunAsync<OutboxTrigger>(
            message,
            _settled,
            _session,
            (_, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                throw failure;
            },
            TestContext.Current.CancellationToken);

    private ServiceBusReceivedMessage Message(int deliveries) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("""{"orderId":"ord-1"}"""),
            messageId: "m-1",
            sessionId: "s-1",
            deliveryCount: deliveries,
            enqueuedTime: _time.GetUtcNow());

    private sealed class Sessions : ServiceBusSessionMessageActions
    {
        public int Released { get; private set; }

        public override Task ReleaseSession(CancellationToken cancellationToken = default)
        {
            Released++;
            return Task.CompletedTask;
        }
    }

    private sealed class Settlements : ServiceBusMessageActions
    {
        public int Completed { get; private set; }

        public int DeadLettered { get; private set; }

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        {
            Completed++;
            return Task.CompletedTask;
        }

        public override Task DeadLetterMessageAsync(
            ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = null, string? deadLetterReason = null,
            string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default)
        {
            DeadLettered++;
            return Task.CompletedTask;
        }
    }
}
