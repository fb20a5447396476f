using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class LockTests : BusFixture
{
    [Fact]
    public async Task Lock_Expired_BringsTheMessageAgain()
    {
        await SendAsync("one");
        var first = await ReceiveNowAsync();
        Assert.Null(await ReceiveNowAsync());

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = await ReceiveNowAsync();

        Assert.Equal(1, first!.DeliveryCount);
        Assert.Equal(2, second!.DeliveryCount);
        Assert.Equal(first.SequenceNumber, second.SequenceNumber);
        Assert.NotEqual(first.LockToken, second.LockToken);
    }

    [Fact]
    public async Task Lock_Expired_CannotBeSettledOrRenewed()
    {
        await SendAsync("one");
        var message = await ReceiveNowAsync();

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        foreach (var settle in new Func<Task>[]
        {
            () => Receiver.CompleteMessageAsync(message),
            () => Receiver.AbandonMessageAsync(message),
            () => Receiver.DeadLetterMessageAsync(message),
            () => Receiver.DeferMessageAsync(message),
            () => Receiver.RenewMessageLockAsync(message),
        })
        {
            var error = await Assert.ThrowsAsync<ServiceBusException>(settle);
            Assert.Equal(ServiceBusFailureReason.MessageLockLost, error.Reason);
        }
    }

    [Fact]
    public async Task Lock_Renewed_HoldsFromThenOn()
    {
        await SendAsync("one");
        var message = await ReceiveNowAsync();

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50));
        await Receiver.RenewMessageLockAsync(message);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50));

        Assert.Equal(Start.AddSeconds(110), message!.LockedUntil);
        await Receiver.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task Lock_Restarted_BringsTheMessageAgainAndCountsTheDelivery()
    {
        await SendAsync("one");
        await ReceiveNowAsync();

        await RestartAsync();

        Assert.Equal(2, (await ReceiveNowAsync())!.DeliveryCount);
    }

    [Fact]
    public async Task Abandon_WithProperties_BringsThemAtOnce()
    {
        await SendAsync("one");
        var message = await ReceiveNowAsync();

        await Receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["why"] = "busy" });

        var again = await ReceiveNowAsync();
        Assert.Equal(2, again!.DeliveryCount);
        Assert.Equal("busy", again.ApplicationProperties["why"]);
    }

    [Fact]
    public async Task Defer_IsReceivedByItsNumberOnly()
    {
        await SendAsync("one");
        var message = await ReceiveNowAsync();

        await Receiver.DeferMessageAsync(message);
        await RestartAsync();
        Assert.Null(await ReceiveNowAsync());
        var deferred = await Receiver.ReceiveDeferredMessageAsync(message!.SequenceNumber);

        Assert.Equal("one", deferred.Body.ToString());
        Assert.Equal(ServiceBusMessageState.Deferred, deferred.State);
        await Receiver.CompleteMessageAsync(deferred);
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }
}
