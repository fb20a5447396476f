using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Payouts.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Shared.Messaging;

/// <summary>Which messages are retried later, and which are dead-lettered, with an alert to the operator.</summary>
public sealed class RetryingConsumerTests : IAsyncLifetime
{
    private LocalStores _stores = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        await _stores.Queues.SendAsync(Queues.OutboxTriggers, new OutboxTrigger("ord-1"), cancellationToken: Cancellation);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(ServiceBusFailureReason.MessagingEntityNotFound)]
    [InlineData(ServiceBusFailureReason.MessagingEntityDisabled)]
    [InlineData(ServiceBusFailureReason.MessageSizeExceeded)]
    [InlineData(ServiceBusFailureReason.GeneralError)]
    public async Task Bus_FaultThatStays_IsNoOutageAndTheMessageIsDeliveredAgain(ServiceBusFailureReason reason)
    {
        await Assert.ThrowsAsync<ServiceBusException>(async () => await RunAsync(await NextAsync(), reason));
        Assert.Null(await PeekAsync());
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout)]
    [InlineData(ServiceBusFailureReason.ServiceCommunicationProblem)]
    [InlineData(ServiceBusFailureReason.QuotaExceeded)]
    public async Task Bus_Outage_PutsTheMessageBack(ServiceBusFailureReason reason)
    {
        await RunAsync(await NextAsync(), reason);
        Assert.NotNull(await PeekAsync());
    }

    [Fact]
    public async Task Outage_PutsBackForAsLongAsItLastsAlready_AndForFiveMinutesAtMost()
    {
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            await RunAsync(await NextAsync(), ServiceBusFailureReason.ServiceBusy);
            var back = (await PeekAsync())!;
            waits.Add((back.ScheduledEnqueueTime - _stores.Clock.GetUtcNow()).TotalSeconds);
            await _stores.Clock.AdvanceAsync(back.ScheduledEnqueueTime - _stores.Clock.GetUtcNow());
        }

        Assert.Equal([15, 15, 30, 60, 120, 240, 300, 300], waits);
        Assert.Equal(1, (await NextAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Outage_WhileTheProcessEnds_LeavesTheMessageToTheNext()
    {
        var host = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        host.StopApplication();
        var message = await NextAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(message, ServiceBusFailureReason.ServiceBusy, host));
        Assert.Null(await PeekAsync());
    }

    [Fact]
    public async Task Outage_OfMoreThanAWeek_EndsInTheDeadLetters()
    {
        await RunAsync(await NextAsync(), ServiceBusFailureReason.ServiceBusy);
        await _stores.Clock.AdvanceAsync(TimeSpan.FromDays(6));
        await RunAsync(await NextAsync(), ServiceBusFailureReason.ServiceBusy);
        await _stores.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        var old = await NextAsync();
        await Assert.ThrowsAsync<ServiceBusException>(() => RunAsync(old, ServiceBusFailureReason.ServiceBusy));
        Assert.Null(await PeekAsync());

        // Resubmitted by the operator, it again has a week.
        await _stores.Queues.SendAgainAsync(Queues.OutboxTriggers, old, Cancellation);
        await RunAsync(await NextAsync(), ServiceBusFailureReason.ServiceBusy);
        Assert.NotNull(await PeekAsync());
    }

    private Task RunAsync(ServiceBusReceivedMessage message, ServiceBusFailureReason reason, IHostApplicationLifetime? host = null) =>
        new RetryingConsumer(
            new OutageBackoff(new HastyClock(_stores.Clock), host),
            _stores.Queues,
            _stores.Clock,
            NullLogger<RetryingConsumer>.Instance
        ).RunAsync<OutboxTrigger>(
            Queues.OutboxTriggers, message, (_, _) => throw new ServiceBusException("It is not there.", reason), Cancellation);

    private async Task<ServiceBusReceivedMessage> NextAsync()
    {
        await using var receiver = _stores.Bus.CreateReceiver(
            Queues.OutboxTriggers,
            new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        return await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
    }

    private async Task<ServiceBusReceivedMessage?> PeekAsync()
    {
        await using var receiver = _stores.Bus.CreateReceiver(Queues.OutboxTriggers);
        return await receiver.PeekMessageAsync(cancellationToken: Cancellation);
    }
}
