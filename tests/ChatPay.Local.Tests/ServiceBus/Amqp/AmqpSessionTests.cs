using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Sessions of the official client over AMQP.</summary>
public sealed class AmqpSessionTests : AmqpFixture
{
    protected override QueueOptions Options => new() { RequiresSession = true, MaxDeliveryCount = 3 };

    [Fact]
    public async Task Sessions_AcceptedNext_BringTheirMessagesInOrderAndNoOthers()
    {
        await SendInSessionsAsync("a1", "b1", "a2", "b2");

        var first = await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);
        var second = await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);

        Assert.Equal(("a", "b"), (first.SessionId, second.SessionId));
        Assert.Equal(["a1", "a2"], (await ReceiveAsync(first, 2)).Select(m => m.Body.ToString()));
        Assert.Equal(["b1", "b2"], (await ReceiveAsync(second, 2)).Select(m => m.Body.ToString()));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(1), first.SessionLockedUntil, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Session_HeldBySomebody_CannotBeLocked_UntilItIsClosed()
    {
        await SendInSessionsAsync("a1");
        var held = await Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled);

        Assert.Equal(
            ServiceBusFailureReason.SessionCannotBeLocked,
            await ReasonAsync(() => Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled)));

        await ReceiveAsync(held);
        await held.CloseAsync(Cancelled);
        var again = await ReceiveAsync(await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled));
        Assert.Equal(("a1", 1), (again.Body.ToString(), again.DeliveryCount));
    }

    [Fact]
    public async Task Session_OfAClientThatGoesAway_IsFreeAtOnce()
    {
        await SendInSessionsAsync("a1");
        var other = NewClient();
        await ReceiveAsync(await other.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled));

        await other.DisposeAsync();

        Assert.Equal("a1", (await ReceiveAsync(await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled))).Body.ToString());
    }

    [Fact]
    public async Task Session_ThatNobodyHasMessagesFor_TimesOutByTheClock()
    {
        var accepting = Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);
        await SomebodyWaitsAsync();

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancelled);

        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, await ReasonAsync(() => accepting));
    }

    [Fact]
    public async Task Session_Waited_ComesWithItsFirstMessage()
    {
        var accepting = Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);
        await SomebodyWaitsAsync();

        await SendInSessionsAsync("a1");

        Assert.Equal("a", (await accepting).SessionId);
    }

    [Fact]
    public async Task Session_NotRenewed_IsLostWithWhatWasReceived()
    {
        await SendInSessionsAsync("a1", "a2");
        var session = await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);
        var message = await ReceiveAsync(session);

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancelled);

        // The link ends with the session's lock, and the client closes its receiver when it notices. A call at that moment is refused
        // in one of several ways.
        await Eventually.TrueAsync(() => session.IsClosed);
        foreach (var late in new Func<Task>[]
        {
            () => session.CompleteMessageAsync(message, Cancelled),
            () => session.RenewSessionLockAsync(Cancelled),
            () => session.SetSessionStateAsync(BinaryData.FromString("late"), Cancelled),
            () => session.ReceiveMessageAsync(Patience, Cancelled),
        })
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(late);
        }

        var again = await ReceiveAsync(await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled), 2);
        Assert.Equal([("a1", 2), ("a2", 1)], again.Select(m => (m.Body.ToString(), m.DeliveryCount)));
    }

    [Fact]
    public async Task Session_Renewed_HoldsFromThenOn()
    {
        await SendInSessionsAsync("a1");
        var session = await Client.AcceptNextSessionAsync(Queue, cancellationToken: Cancelled);
        var message = await ReceiveAsync(session);

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50), Cancelled);
        await session.RenewSessionLockAsync(Cancelled);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(50), Cancelled);

        Assert.Equal(Clock.GetUtcNow().AddSeconds(10), session.SessionLockedUntil, TimeSpan.FromMilliseconds(1));
        await session.CompleteMessageAsync(message, Cancelled);
        Assert.Equal(0, Status().Active + Status().Locked);
    }

    [Fact]
    public async Task SessionState_Set_IsThereForTheNextHolder()
    {
        var session = await Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled);
        Assert.Null(await session.GetSessionStateAsync(Cancelled));

        await session.SetSessionStateAsync(BinaryData.FromString("two of three"), Cancelled);
        await session.CloseAsync(Cancelled);

        var next = await Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled);
        Assert.Equal("two of three", (await next.GetSessionStateAsync(Cancelled)).ToString());
        await next.SetSessionStateAsync(null, Cancelled);
        Assert.Null(await next.GetSessionStateAsync(Cancelled));
    }

    [Fact]
    public async Task Session_AMessageDeferred_IsReceivedByItsNumberInItsSession()
    {
        await SendInSessionsAsync("a1", "b1");
        var session = await Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled);
        var message = await ReceiveAsync(session);
        await session.DeferMessageAsync(message, cancellationToken: Cancelled);

        var other = await Client.AcceptSessionAsync(Queue, "b", cancellationToken: Cancelled);
        Assert.Equal(
            ServiceBusFailureReason.MessageNotFound,
            await ReasonAsync(() => other.ReceiveDeferredMessageAsync(message.SequenceNumber, Cancelled)));
        await session.CompleteMessageAsync(await session.ReceiveDeferredMessageAsync(message.SequenceNumber, Cancelled), Cancelled);

        Assert.Equal((1, 0), (Status().Active, Status().Deferred));
    }

    [Fact]
    public async Task Session_Peeked_ShowsItsOwnMessages()
    {
        await SendInSessionsAsync("a1", "b1", "a2");
        var session = await Client.AcceptSessionAsync(Queue, "a", cancellationToken: Cancelled);

        Assert.Equal(["a1", "a2"], (await session.PeekMessagesAsync(10, cancellationToken: Cancelled)).Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Sessions_OfAQueue_AreListed()
    {
        await SendInSessionsAsync("a1", "b1");
        var session = await Client.AcceptSessionAsync(Queue, "c", cancellationToken: Cancelled);
        await session.SetSessionStateAsync(BinaryData.FromString("kept"), Cancelled);

        Assert.Equal(["a", "b"], await Client.GetMessageSessionsAsync(Queue, Cancelled).ToListAsync(Cancelled));
        Assert.Equal(
            ["c"],
            await Client.GetMessageSessionsAsync(Queue, Clock.GetUtcNow().AddSeconds(-1), Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Message_WithoutASession_IsRefused()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync("none"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.CreateReceiver(Queue).ReceiveMessageAsync(Patience, Cancelled));
    }

    // The broker has received the wait once its timeout is on the clock.
    private Task SomebodyWaitsAsync() => Eventually.TrueAsync(() => Clock.NextDue is not null);
}
