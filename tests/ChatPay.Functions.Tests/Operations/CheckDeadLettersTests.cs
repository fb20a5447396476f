using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Dead letters raise an alert within the hour, and close it when they are gone.</summary>
public sealed class CheckDeadLettersTests : IAsyncLifetime
{
    private LocalStores _stores = null!;
    private OperatorAlerts _attention = null!;
    private CheckDeadLetters _check = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        foreach (var queue in Queues.All.Except([Queues.OutboxTriggers, Queues.Notices, Queues.OutboundMail]))
            _stores.Broker.DeclareQueue(queue);
        _attention = new OperatorAlerts(_stores.Tables, _stores.Clock);
        _check = new CheckDeadLetters(new DeadLetters(_stores.Queues), _attention, _stores.Clock);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Letter_ThatComesAfterHoursWithoutAny_IsToldAtTheNextLook_AndClearedAtTheOneAfterItIsGone()
    {
        await LookAsync();
        await LookAsync();
        await using var receiver = _stores.Bus.CreateReceiver(Queues.OutboundMail);
        await using (var sender = _stores.Bus.CreateSender(Queues.OutboundMail))
            await sender.SendMessageAsync(new ServiceBusMessage("broken"), Cancellation);
        var broken = await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
        await receiver.DeadLetterMessageAsync(broken, cancellationToken: Cancellation);

        await LookAsync();
        Assert.Equal(Queues.OutboundMail, Assert.Single(await _attention.ListOpenAsync(Cancellation)).Subject);

        await using var dead = _stores.Queues.DeadLettersOf(Queues.OutboundMail);
        await dead.CompleteMessageAsync(await dead.ReceiveMessageAsync(cancellationToken: Cancellation), Cancellation);
        await LookAsync();
        Assert.Empty(await _attention.ListOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Item_OfAnotherInstance_IsClearedWithinADay()
    {
        await LookAsync();
        await _attention.RaiseAsync("dead-letters", Queues.OutboundMail, "What.", "To do.", null, Cancellation);

        for (var hour = 0; hour < 24; hour++)
            await LookAsync();

        Assert.Empty(await _attention.ListOpenAsync(Cancellation));
    }

    private async Task LookAsync()
    {
        await _stores.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);
        await _check.RunAsync(null!, Cancellation);
    }
}
