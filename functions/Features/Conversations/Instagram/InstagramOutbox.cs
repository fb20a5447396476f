using Azure.Data.Tables;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Sale.Conversations;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Sends a conversation's pending messages to Instagram, in order, while the 24-hour window is open; what is not allowed
/// now waits for the user's next message. The message id is stored in the transaction that deletes the pending row, so that the
/// echo is recognised. Instagram has no idempotency key: after an attempt without an answer the echo is awaited, and only if none
/// comes is the message sent again, so it may arrive twice, but is never lost.</summary>
public sealed class InstagramOutbox
{
    private static readonly TimeSpan EchoComesWithin = TimeSpan.FromMinutes(1);

    private readonly ChatPayTables _tables;
    private readonly ConversationStore _conversations;
    private readonly InstagramConnections _connections;
    private readonly HandleRefusal _refusals;
    private readonly SendingPauses _pauses;
    private readonly InstagramSendClient _client;
    private readonly OutgoingMessages _messages;
    private readonly TimeProvider _time;
    private readonly ILogger<InstagramOutbox> _log;

    internal InstagramOutbox(
        ChatPayTables tables,
        ConversationStore conversations,
        InstagramConnections connections,
        HandleRefusal refusals,
        SendingPauses pauses,
        InstagramSendClient client,
        OutgoingMessages messages,
        TimeProvider time,
        ILogger<InstagramOutbox> log) =>
        (_tables, _conversations, _connections, _refusals, _pauses, _client, _messages, _time, _log) = (
            tables,
            conversations,
            connections,
            refusals,
            pauses,
            client,
            messages,
            time,
            log);

    /// <summary>Whether any message is pending.</summary>
    public async Task<bool> HasPendingAsync(string conversationId, CancellationToken cancellationToken) =>
        await NextAsync(conversationId, cancellationToken) is not null;

    /// <exception cref="ProblemException">503: something is being sent right now.</exception>
    public Task WaitForSendingAsync(string conversationId, CancellationToken cancellationToken) =>
        LeaseOf(conversationId).RequireFreeAsync(cancellationToken);

    /// <summary>Treats an echo as the answer that an attempt did not get.</summary>
    /// <returns>False when the echo belongs to another message.</returns>
    public async Task<bool> SettleByEchoAsync(string conversationId, InstagramEvent echo, CancellationToken cancellationToken) =>
        await NextAsync(conversationId, cancellationToken) is { UncertainSince: not null } pending
        && await _conversations.GetMessageAsync(conversationId, pending.Number, cancellationToken) is { } message
        && await _messages.ForAsync(message, pending, cancellationToken) is var parts && pending.Sent < parts.Count
        && IsEchoOf(parts[pending.Sent], echo)
        && await SentAsync(conversationId, pending, parts.Count, echo.Mid, cancellationToken);

    /// <summary>Sends everything that may be sent now.</summary>
    /// <exception cref="ProblemException">503: Instagram is down, or another sender holds the lease.</exception>
    public async Task FlushAsync(string conversationId, CancellationToken cancellationToken)
    {
        if (!await HasPendingAsync(conversationId, cancellationToken))
            return;

        var lease = LeaseOf(conversationId);
        await lease.TakeAsync(cancellationToken);
        try
        {
            while (
                await NextAsync(conversationId, cancellationToken) is { } next && await SendAsync(conversationId, next, cancellationToken))
                await lease.RenewAsync(cancellationToken);
        }
        finally
        {
            await lease.ReleaseAsync(CancellationToken.None);
        }
    }

    // A card comes back as a template, and a text as exactly itself: a photo from the seller is neither.
    private static bool IsEchoOf(InstagramMessage sent, InstagramEvent echo) => sent.Text is { } text
        ? echo.Shown is null && Utf8Text.Visible(text) == echo.Text
        : echo.Shown is [{ Kind: SharedItemKind.Card }];

    /// <returns>Whether this one is done; false when it has to wait for the user.</returns>
    private async Task<bool> SendAsync(string conversationId, PendingSend pending, CancellationToken cancellationToken)
    {
        if (await _conversations.FindAsync(conversationId, cancellationToken) is not { IsOnInstagram: true } conversation
            || await _conversations.GetMessageAsync(conversationId, pending.Number, cancellationToken) is not { Deleted: false } message
            || await _messages.ForAsync(message, pending, cancellationToken) is var parts && pending.Sent >= parts.Count)
        {
            return await DoneAsync(conversationId, pending, cancellationToken);
        }

        if (conversation.InStandby || !MessagingWindow.IsOpen(conversation, _time.GetUtcNow()))
            return false;
        if (pending.UncertainSince + EchoComesWithin > _time.GetUtcNow())
            throw Problems.Unavailable("The echo of a message that may have been sent");
        if (await _connections.FindAccountAsync(conversation.SellerId, cancellationToken) is not { } account)
            return await RefusedAsync(conversationId, pending, message, "the seller's account is not connected", cancellationToken);
        // The seller has been asked to reconnect, and the message waits until then.
        if (await _connections.GetTokenAsync(account, cancellationToken) is not { } token)
            return false;
        var pause = await _pauses.FindAsync(account.AccountId, cancellationToken);
        if (pause?.Until > _time.GetUtcNow())
        {
            await _refusals.WaitForEndAsync(conversationId, pause, cancellationToken);
            return false;
        }

        try
        {
            var mid = await _client.SendAsync(
                conversation.InstagramAccountId!, token, conversation.InstagramUserId!, parts[pending.Sent], cancellationToken);
            if (pause is not null)
                await _pauses.EndAsync(account.AccountId, cancellationToken);
            return await SentAsync(conversationId, pending, parts.Count, mid, cancellationToken);
        }
        catch (InstagramRefusedException e) when (e.Cause is RefusalCause.WindowClosed)
        {
            return false;
        }
        catch (InstagramRefusedException e) when (e.Cause is RefusalCause.Restricted or RefusalCause.Permission)
        {
            await _refusals.RunAsync(e, conversation, account, token, cancellationToken);
            return false;
        }
        catch (InstagramRefusedException e) when (e.Cause is RefusalCause.Message && parts[pending.Sent].Attachment is not null)
        {
            // A refused card is not essential: the same follows as text.
            _log.LogWarning(e, "Instagram did not take the card of message {MessageId}.", message.Id);
            await RememberAsync(conversationId, pending with { Sent = pending.Sent + 1, UncertainSince = null }, cancellationToken);
            return true;
        }
        catch (InstagramRefusedException e)
        {
            return await RefusedAsync(conversationId, pending, message, e.Message, cancellationToken);
        }
        catch (InstagramUnavailableException e)
        {
            _log.LogWarning(e, "Instagram did not take message {MessageId} now.", message.Id);
            if (e.MayHaveBeenSent)
                await RememberAsync(conversationId, pending with { UncertainSince = _time.GetUtcNow() }, cancellationToken);
            throw Problems.Unavailable("Instagram");
        }
    }

    private async Task<bool> RefusedAsync(
        string conversationId, PendingSend pending, ChatMessage message, string why, CancellationToken cancellationToken)
    {
        _log.LogError("Message {MessageId} cannot be sent to Instagram: {Why}", message.Id, why);
        await _conversations.AppendAsync(
            conversationId,
            MessageDraft.OfChatPay(
                $"undelivered-{message.Id}",
                language => AnswerWords.Of(language).Text("undelivered", ("text", Utf8Text.Fit(message.TextIn(language), 500)))) with
            {
                Audience = Audience.Seller,
            },
            cancellationToken);
        await _conversations.ReplaceAsync(conversationId, message with { Undelivered = true }, cancellationToken);
        return await DoneAsync(conversationId, pending, cancellationToken);
    }

    // One part has been delivered: its id is known from its echo, and the next part is sent, if there is one.
    private async Task<bool> SentAsync(
        string conversationId,
        PendingSend pending,
        int parts,
        string mid,
        CancellationToken cancellationToken)
    {
        var promise =
            pending.Sent + 1 == parts
                ? new TableTransactionAction(
                    TableTransactionActionType.Delete,
                    new TableEntity(conversationId, RowOf(pending)),
                    Azure.ETag.All)
                : new TableTransactionAction(
                    TableTransactionActionType.UpdateReplace,
                    Documents.ToRow(conversationId, RowOf(pending), pending with { Sent = pending.Sent + 1, UncertainSince = null }),
                    Azure.ETag.All);
        var id = new MessageDraft(MessageSource.Instagram, mid, Author.Seller, "").IdIn(conversationId);
        await _tables.Conversations.SubmitTransactionAsync(
            [promise, new(TableTransactionActionType.UpsertReplace, ConversationRows.SeenRow(conversationId, id, pending.Number))],
            cancellationToken);
        return true;
    }

    private async Task<bool> DoneAsync(string conversationId, PendingSend pending, CancellationToken cancellationToken)
    {
        await _tables.Conversations.DeleteEntityAsync(conversationId, RowOf(pending), cancellationToken: cancellationToken);
        return true;
    }

    private Task RememberAsync(string conversationId, PendingSend pending, CancellationToken cancellationToken) =>
        _tables.Conversations.UpdateEntityAsync(
            Documents.ToRow(conversationId, RowOf(pending), pending),
            Azure.ETag.All, TableUpdateMode.Replace, cancellationToken);

    private async Task<PendingSend?> NextAsync(string conversationId, CancellationToken cancellationToken)
    {
        await foreach (
            var row in ChatPayTables.WithPrefix(_tables.Conversations, conversationId, ConversationRows.Outbox, cancellationToken))
            return Documents.FromRow<PendingSend>(row);
        return null;
    }

    private static string RowOf(PendingSend pending) => ConversationRows.Numbered(ConversationRows.Outbox, pending.Number);

    private SendingLease LeaseOf(string conversationId) => new(_tables.Conversations, conversationId, _time);
}
