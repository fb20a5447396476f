using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Stores an Instagram message, or an edit of it. The seller is notified if a payment request may rest on the earlier
/// text.</summary>
public sealed class RecordInstagramMessage(ConversationStore conversations, ConversationOrders orders)
{
    private const int MaxQuoteLength = 200;

    /// <summary>Adds the message, or adds this version to the existing message.</summary>
    /// <param name="conversation">The conversation of the message.</param>
    /// <param name="draft">The message; for an edit, with its number.</param>
    /// <param name="cancellationToken">Cancels the call; it may be repeated.</param>
    /// <returns>The message as it stands now.</returns>
    public async Task<ChatMessage> RunAsync(Conversation conversation, MessageDraft draft, CancellationToken cancellationToken)
    {
        var (message, isNew) = await conversations.AppendAsync(conversation.Id, draft, cancellationToken);
        var after = isNew ? message : MessageVersion.AddTo(message, new MessageVersion(draft.EditNumber, draft.Text));
        if (after == message)
            return message;

        // The seller is told first: after a crash in between, a repeat still writes the message.
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
            MessageDraft.OfChatPay(
                $"edited-{message.Id}-{number}",
                language => AnswerWords.Of(language).Text(
                    "edited",
                    ("before", Utf8Text.Fit(before, MaxQuoteLength)),
                    ("now", Utf8Text.Fit(now, MaxQuoteLength)))) with
            {
                Audience = Audience.Seller,
            },
            cancellationToken);
    }

    // Yet to be paid, or to be shipped.
    private static bool IsOpen(Order order) =>
        order.Capture is null ? order.Request == RequestState.Sent : order.FulfilledAt is null && order.GivenBack < order.Capture.Gross;
}
