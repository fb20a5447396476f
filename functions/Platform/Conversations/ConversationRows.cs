using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Platform.Conversations;

/// <summary>The rows of a conversation's partition.</summary>
internal static class ConversationRows
{
    public const string Head = "conversation";
    public const string Message = "message-";
    public const string Outbox = "outbox-";

    private const string SeenPrefix = "seen-";
    private const string NumberProperty = "Number";

    /// <summary>A key that sorts by arrival.</summary>
    public static string Numbered(string prefix, int number) => prefix + number.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>The key of the row whose existence records that this message id has been seen.</summary>
    public static string Seen(string messageId) => SeenPrefix + messageId;

    /// <summary>The number of a seen message.</summary>
    public static int NumberOf(TableEntity seen) => seen.GetInt32(NumberProperty)
        ?? throw new InvalidOperationException($"The row {seen.PartitionKey}/{seen.RowKey} names no message.");

    /// <summary>The row that maps a message id to the message's number.</summary>
    public static TableEntity SeenRow(string conversationId, string messageId, int number) =>
        new(conversationId, Seen(messageId)) { [NumberProperty] = number };

    /// <summary>The conversation after this message, and the message with its number.</summary>
    public static (Conversation Head, ChatMessage Message) Place(Conversation conversation, MessageDraft draft, DateTimeOffset now)
    {
        var message = new ChatMessage
        {
            Id = draft.IdIn(conversation.Id),
            Number = conversation.Messages + 1,
            At = now,
            SaidAt = draft.SaidAt < now ? draft.SaidAt : null,
            From = draft.From,
            Text = draft.Text,
            Translations = draft.Translations,
            Kind = draft.Order is null ? MessageKind.Text : MessageKind.Order,
            Audience = draft.Audience,
            Order = draft.Order,
            Attachments = draft.Attachments,
            Shown = draft.Shown,
            About = draft.About,
            Versions = draft.EditNumber > 0 ? [new MessageVersion(draft.EditNumber, draft.Text)] : null,
            Deleted = draft.Deleted,
            ClientMessageId = draft.Source is MessageSource.Buyer or MessageSource.Seller ? draft.SourceId : null,
        };
        var head = conversation with
        {
            Messages = message.Number,
            LastMessageAt = now,
            // What only the seller sees (payouts) must not show in the buyer's list of conversations.
            LastForBuyerAt = message.IsFor(Author.Buyer) ? now : conversation.LastForBuyerAt ?? conversation.LastMessageAt,
            NewestForBuyer = message.IsFor(Author.Buyer) ? message.Id : conversation.NewestForBuyer,
            NewestForSeller = message.IsFor(Author.Seller) ? message.Id : conversation.NewestForSeller,
            InStandby = draft.InStandby ?? conversation.InStandby,
            BuyerReads = ReaderLanguage.Latest(conversation.BuyerReads, draft.BuyerReads),
            SellerReads = draft.SellerReads ?? conversation.SellerReads,
            Referral = draft.About?.LastOrDefault(item => item.Kind == SharedItemKind.Referral)?.Title ?? conversation.Referral,
            // Messages arrive out of order, and another clock may run ahead: the window never ends later than 24 hours from now.
            LastUserMessageAt = draft.OpensWindowAt is { } written
                ? Latest(conversation.LastUserMessageAt, written < now ? written : now)
                : conversation.LastUserMessageAt,
        };
        return (head, message);
    }

    /// <summary>The conversation after these messages, and each message with its number.</summary>
    public static (Conversation Head, IReadOnlyList<(MessageDraft Draft, ChatMessage Message)> Placed) Place(
        Conversation conversation, IEnumerable<MessageDraft> drafts, DateTimeOffset now)
    {
        var placed = new List<(MessageDraft, ChatMessage)>();
        foreach (var draft in drafts)
        {
            (conversation, var message) = Place(conversation, draft, now);
            placed.Add((draft, message));
        }

        return (conversation, placed);
    }

    /// <summary>The transaction that appends messages: conditional on the head's version, so that no two get the same number, and
    /// on the absence of a seen row, so that none is added twice.</summary>
    public static IEnumerable<TableTransactionAction> Append(
        Conversation head, ETag version, IEnumerable<(MessageDraft Draft, ChatMessage Message)> placed)
    {
        yield return new(TableTransactionActionType.UpdateReplace, Documents.ToRow(head.Id, Head, head), version);
        foreach (var (draft, message) in placed)
        {
            yield return new(TableTransactionActionType.Add, Documents.ToRow(head.Id, Numbered(Message, message.Number), message));
            yield return new(TableTransactionActionType.Add, SeenRow(head.Id, message.Id, message.Number));
            if (draft.Send is { } send)
                yield return new(
                    TableTransactionActionType.Add,
                    Documents.ToRow(head.Id, Numbered(Outbox, message.Number), send with { Number = message.Number }));
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset? before, DateTimeOffset written) => before > written ? before.Value : written;
}
