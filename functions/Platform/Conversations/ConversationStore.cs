using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Platform.Conversations;

/// <summary>A conversation and the version that was read.</summary>
public sealed record StoredConversation(Conversation Conversation, ETag ETag);

/// <summary>Reads and writes conversations. Each is one partition, with a head row, a row for each message whose key sorts by
/// arrival, and a row for each message id that was seen.</summary>
public sealed class ConversationStore(ChatPayTables tables, ConversationIndex index, TimeProvider time)
{
    private readonly Turns _turns = new(time);

    /// <summary>The conversation; null when there is none, or the text is not an id of ours.</summary>
    public async Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken) =>
        (await FindStoredAsync(conversationId, cancellationToken))?.Conversation;

    /// <summary>The conversation with its version.</summary>
    public async Task<StoredConversation?> FindStoredAsync(string conversationId, CancellationToken cancellationToken) =>
        await HeadAsync(conversationId, cancellationToken) is { } row
            ? new StoredConversation(Documents.FromRow<Conversation>(row), row.ETag)
            : null;

    /// <summary>Opens this conversation, or returns the one that was opened before.</summary>
    public async Task<Conversation> OpenAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        if (await FindAsync(conversation.Id, cancellationToken) is { } open)
            return open;

        await index.AddAsync(conversation, cancellationToken);
        try
        {
            await tables.Conversations.AddEntityAsync(
                Documents.ToRow(conversation.Id, ConversationRows.Head, conversation),
                cancellationToken);
            return conversation;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Opened twice concurrently: the other one's index entry is the one that counts.
            return await FindAsync(conversation.Id, cancellationToken) ?? throw Problems.Unavailable("The conversation");
        }
    }

    /// <summary>Appends a message, once: a draft whose id was seen before returns the message that it created.</summary>
    /// <returns>The message, and whether it is new.</returns>
    /// <exception cref="ProblemException">404: no such conversation; 503: too many writers at once.</exception>
    public async Task<(ChatMessage Message, bool IsNew)> AppendAsync(
        string conversationId, MessageDraft draft, CancellationToken cancellationToken)
    {
        var (message, after) = await _turns.TakeAsync(
            conversationId, () => AppendInTurnAsync(conversationId, null, [draft], cancellationToken), cancellationToken);
        return (message, after is not null);
    }

    /// <summary>Appends several at once, each once, to a conversation that has just been read.</summary>
    /// <returns>The conversation afterwards; null when all had been appended before.</returns>
    /// <exception cref="ProblemException">404: no such conversation; 503: too many writers at once.</exception>
    public async Task<StoredConversation?> AppendAsync(
        StoredConversation read, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        var id = read.Conversation.Id;
        return (await _turns.TakeAsync(id, () => AppendInTurnAsync(id, read, drafts, cancellationToken), cancellationToken)).After;
    }

    /// <summary>The message with this id, or that was sent under it; null when there is none.</summary>
    public async Task<ChatMessage?> FindMessageAsync(string conversationId, string messageId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Conversations, conversationId, ConversationRows.Seen(messageId), cancellationToken) is { } seen
            ? await GetMessageAsync(conversationId, ConversationRows.NumberOf(seen), cancellationToken)
            : null;

    /// <summary>The messages after this number that the reader may see, in order of arrival.</summary>
    public async Task<IReadOnlyList<ChatMessage>> MessagesAsync(
        string conversationId, Author reader, int after, int limit, CancellationToken cancellationToken)
    {
        var (from, end) = (ConversationRows.Numbered(ConversationRows.Message, after), ConversationRows.Message + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {conversationId} and RowKey gt {from} and RowKey lt {end}");
        var messages = new List<ChatMessage>();
        await foreach (
            var row in tables.Conversations.QueryAsync<TableEntity>(filter, maxPerPage: limit, cancellationToken: cancellationToken))
        {
            if (Documents.FromRow<ChatMessage>(row) is var message && message.IsFor(reader))
                messages.Add(message);
            if (messages.Count == limit)
                break;
        }

        return messages;
    }

    /// <summary>Empties a message that its author has unsent on Instagram.</summary>
    public Task EmptyAsync(string conversationId, ChatMessage message, CancellationToken cancellationToken) =>
        ReplaceAsync(
            conversationId,
            message with
            {
                Text = "",
                Attachments = null,
                Shown = null,
                About = null,
                Versions = null,
                Deleted = true,
            },
            cancellationToken);

    /// <summary>Replaces a message.</summary>
    public async Task ReplaceAsync(string conversationId, ChatMessage message, CancellationToken cancellationToken) =>
        await tables.Conversations.UpsertEntityAsync(
            Documents.ToRow(conversationId, ConversationRows.Numbered(ConversationRows.Message, message.Number), message),
            TableUpdateMode.Replace, cancellationToken);

    internal async Task<ChatMessage?> GetMessageAsync(string conversationId, int number, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(
            tables.Conversations,
            conversationId,
            ConversationRows.Numbered(ConversationRows.Message, number),
            cancellationToken)
            is { } row
            ? Documents.FromRow<ChatMessage>(row)
            : null;

    /// <returns>The last message, and the conversation after it; null when all had been appended before.</returns>
    private async Task<(ChatMessage Message, StoredConversation? After)> AppendInTurnAsync(
        string conversationId,
        StoredConversation? read,
        IReadOnlyList<MessageDraft> drafts,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            var before = (attempt == 0 ? read : null)
                ?? await FindStoredAsync(conversationId, cancellationToken) ?? throw Problems.NotFound("conversation");
            var (head, placed) = ConversationRows.Place(before.Conversation, drafts, time.GetUtcNow());
            try
            {
                var rows = await tables.Conversations.SubmitTransactionAsync(
                    ConversationRows.Append(head, before.ETag, placed), cancellationToken);
                // The head is the first action. If its new version is not returned, the conversation is read again.
                return (placed[^1].Message, new StoredConversation(head, rows.Value[0].Headers.ETag ?? before.ETag));
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // Some were seen before, or another writer was faster.
                var left = new List<MessageDraft>();
                ChatMessage? made = null;
                foreach (var (draft, message) in placed)
                {
                    if (await FindMessageAsync(conversationId, message.Id, cancellationToken) is { } there)
                        made = there;
                    else
                        left.Add(draft);
                }

                if (left.Count == 0)
                    return (made!, null);
                drafts = left;
            }

            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The conversation");
    }

    private async Task<TableEntity?> HeadAsync(string conversationId, CancellationToken cancellationToken) =>
        Ids.HasForm(conversationId, "cnv")
            ? await ChatPayTables.FindAsync(tables.Conversations, conversationId, ConversationRows.Head, cancellationToken)
            : null;
}
