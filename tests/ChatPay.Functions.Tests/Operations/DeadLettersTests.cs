using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>A dead letter is resubmitted as often as it takes, until its cause is gone.</summary>
public sealed class DeadLettersTests : IAsyncLifetime
{
    private const string Queue = Queues.OutboundMail;
    private LocalStores _stores = null!;
    private DeadLetters _letters = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _letters = new DeadLetters(_stores.Queues);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    /// <summary>Service Bus allows 128 characters of a message's id.</summary>
    [Theory]
    [InlineData(30, true)]
    [InlineData(64, true)]
    [InlineData(128, true)]
    [InlineData(128, false)]
    public async Task Letter_ThatDiesFiveTimes_IsResubmittedEachTime_AndSoAreThoseBehindIt(int length, bool passes)
    {
        await using (var sender = _stores.Bus.CreateSender(Queue))
        {
            await sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = new string('a', length) }, Cancellation);
            await sender.SendMessageAsync(new ServiceBusMessage("second") { MessageId = Ids.Derived("evt", "second") }, Cancellation);
        }

        for (var round = 1; round <= 5; round++)
        {
            Assert.Equal(["first", "second"], await DieAsync());
            if (passes)
                await _stores.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
            Assert.Equal(2, await _letters.ResubmitAsync(Queue, 100, Cancellation));
        }

        Assert.Equal(["first", "second"], await DieAsync());
        var shown = await _letters.PeekAsync(Queue, 0, 100, Cancellation);
        Assert.Equal(2, shown.Select(s => s.Letter.MessageId).Distinct().Count());
        Assert.True(await _letters.ResubmitAsync(Queue, shown[1].Letter.MessageId, Cancellation));
    }

    /// <summary>An earlier version appended to the id each time.</summary>
    [Theory]
    [InlineData("evt-1", "evt-1-again-7")]
    [InlineData("evt-1-again-5-again-6", "evt-1-again-7")]
    [InlineData("evt-1-again-7", "evt-1-again-8")]
    [InlineData("sel-1-again-contact", "sel-1-again-contact-again-7")]
    [InlineData("-again-5", "-again-5-again-7")]
    public void Id_OfALetterSentAgain_HasOneTime(string id, string again) => Assert.Equal(again, Queues.IdAgain(id, 7));

    /// <summary>All messages of the queue become dead letters.</summary>
    private async Task<IReadOnlyList<string>> DieAsync()
    {
        await using var receiver = _stores.Bus.CreateReceiver(Queue);
        var died = new List<string>();
        while ((await receiver.PeekMessagesAsync(1, cancellationToken: Cancellation)).Count > 0)
        {
            var message = await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
            died.Add(message.Body.ToString());
            await receiver.DeadLetterMessageAsync(message, cancellationToken: Cancellation);
        }

        return died;
    }
}
