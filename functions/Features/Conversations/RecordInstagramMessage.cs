using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Keeps what was said on Instagram, or a later version of it. A seller whose request may rest on the earlier words is
/// told.</summary>
public sealed class RecordInstagramMessage(ConversationStore conversations, ConversationOrders orders)
{
    private const int MaxQuoteLength = 200;

    /// <summary>Adds the message, or this version of it to the message that is there.</summary>
    /// <param name="conversation">Where it was said.</param>
    /// <param name="draft">What was said; with its version's number when it is an edit.</param>
    /// <param name="cancellationToken">Cancels the call; it may be repeated.</param>
    /// <returns>The message as it is now.</returns>
    public async Task<ChatMessage> RunAsync(Conversation conversation, MessageDraft draft, CancellationToken cancellationToken)
    {
        var (message, isNew) = await conversations.AppendAsync(conversation.Id, draft, cancellationToken);
        var after = isNew ? message : MessageVersion.AddTo(message, new MessageVersion(draft.EditNumber, draft.Text));
        if (after == message)
            return message;

        // Told first: a crash in between leaves the repeat to write the message.
        await TellSellerAsync(conversation, after, cancellationToken);
        await conversations.ReplaceAsync(conversation.Id, after, cancellationToken);
        return after;
    }

    private async Task TellSellerAsync(Conversation conversation, ChatMessage message, CancellationToken cancellationToken)
    {
        if (message is not { From: Author.Buyer, Versions: [.., { Text: var before }, { Number: var number, Text: var now }] }
            || !(await orders.OfAsync(conversation, cancellationToken)).Any(IsOpen))
            return;
        await conversations.AppendAsync(
            conversation.Id,
            new MessageDraft(
                MessageSource.ChatPay,
                $"edited-{message.Id}-{number}",
                Author.ChatPay,
                $"The buyer has changed a message. It said “{Utf8Text.Fit(before, MaxQuoteLength)}” and says now "
                    + $"“{Utf8Text.Fit(now, MaxQuoteLength)}”. Check that the open order still fits.")
            {
                Audience = Audience.Seller,
            },
            cancellationToken);
    }

    // Still to be paid, or to be shipped.
    private static bool IsOpen(Order order) =>
        order.Capture is null ? order.Request == RequestState.Sent : order.FulfilledAt is null && order.GivenBack < order.Capture.Gross;
}
