using Azure.Data.Tables;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Storage;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Chat.Instagram;

/// <summary>
/// Sends to Instagram what a conversation has promised, in order, while the 24-hour window is open; what it does not let
/// through now waits for the user's next message. A message id is written down with the deletion of its promise, so that the
/// echo is recognised. Instagram knows no idempotency key: after an attempt without an answer the echo is waited for, and only
/// when none comes it is sent again, so a message may come twice, but never not at all.
/// </summary>
public sealed class InstagramOutbox
{
    // Meta's answer to a message outside of the window.
    private const int NotAllowed = 10;

    private static readonly TimeSpan EchoComesWithin = TimeSpan.FromMinutes(1);

    private readonly ChatPayTables _tables;
    private readonly ConversationStore _conversations;
    private readonly InstagramConnections _connections;
    private readonly InstagramSendClient _client;
    private readonly OutgoingTexts _texts;
    private readonly TimeProvider _time;
    private readonly ILogger<InstagramOutbox> _log;

    internal InstagramOutbox(
        ChatPayTables tables, ConversationStore conversations, InstagramConnections connections, InstagramSendClient client,
        OutgoingTexts texts, TimeProvider time, ILogger<InstagramOutbox> log) =>
        (_tables, _conversations, _connections, _client, _texts, _time, _log) = (tables, conversations, connections, client, texts, time, log);

    /// <summary>Whether anything waits to be sent.</summary>
    public async Task<bool> HasPendingAsync(string conversationId, CancellationToken cancellationToken) =>
        await NextAsync(conversationId, cancellationToken) is not null;

    /// <exception cref="ProblemException">503: something is being sent right now.</exception>
    public Task WaitForSendingAsync(string conversationId, CancellationToken cancellationToken) =>
        LeaseOf(conversationId).RequireFreeAsync(cancellationToken);

    /// <summary>Takes an echo as the answer that an attempt did not get.</summary>
    /// <returns>False when the echo is of something else.</returns>
    public async Task<bool> SettleByEchoAsync(string conversationId, string mid, string text, CancellationToken cancellationToken) =>
        await NextAsync(conversationId, cancellationToken) is { UncertainSince: not null } pending
        && await _conversations.GetMessageAsync(conversationId, pending.Number, cancellationToken) is { } message
        && await _texts.ForAsync(message, pending, cancellationToken) is { } sent
        && Utf8Text.Visible(sent) == text
        && await DoneAsync(conversationId, pending, mid, cancellationToken);

    /// <summary>Sends what may be sent.</summary>
    /// <exception cref="ProblemException">503: Instagram is down, or another sender is at it.</exception>
    public async Task FlushAsync(string conversationId, CancellationToken cancellationToken)
    {
        if (!await HasPendingAsync(conversationId, cancellationToken))
            return;

        var lease = LeaseOf(conversationId);
        await lease.TakeAsync(cancellationToken);
        try
        {
            while (await NextAsync(conversationId, cancellationToken) is { } next && await SendAsync(conversationId, next, cancellationToken))
                await lease.RenewAsync(cancellationToken);
        }
        finally
        {
            await lease.ReleaseAsync(CancellationToken.None);
        }
    }

    /// <returns>Whether this one is done with; false when it has to wait for the user.</returns>
    private async Task<bool> SendAsync(string conversationId, PendingSend pending, CancellationToken cancellationToken)
    {
        if (await _conversations.FindAsync(conversationId, cancellationToken) is not { IsOnInstagram: true } conversation
            || await _conversations.GetMessageAsync(conversationId, pending.Number, cancellationToken) is not { Deleted: false } message
            || await _texts.ForAsync(message, pending, cancellationToken) is not { } text)
        {
            return await DoneAsync(conversationId, pending, null, cancellationToken);
        }

        if (!MessagingWindow.IsOpen(conversation, _time.GetUtcNow()))
            return false;
        if (pending.UncertainSince + EchoComesWithin > _time.GetUtcNow())
            throw Problems.Unavailable("The echo of a message that may have been sent");
        if (await _connections.GetTokenAsync(conversation.SellerId, cancellationToken) is not { } token)
            return await RefusedAsync(conversationId, pending, message, "the seller's account is not connected", cancellationToken);

        try
        {
            var mid = await _client.SendAsync(
                conversation.InstagramAccountId!, token, conversation.InstagramUserId!, InstagramMessage.Plain(text, RepliesTo(message)), cancellationToken);
            return await DoneAsync(conversationId, pending, mid, cancellationToken);
        }
        catch (InstagramRefusedException e) when (e.Code == NotAllowed)
        {
            return false;
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

    /// <summary>What the buyer can tap under it.</summary>
    private static IReadOnlyList<InstagramQuickReply> RepliesTo(ChatMessage message) => message.Order switch
    {
        null => [],
        { Event: OrderEventType.PaymentRequested, OrderId: var orderId } => [new("No, thank you", BuyerWish.Decline(orderId)), new("Send the link again", BuyerWish.Pay(orderId))],
        _ => [new("Where is my order?", BuyerWish.Status)],
    };

    private async Task<bool> RefusedAsync(
        string conversationId, PendingSend pending, ChatMessage message, string why, CancellationToken cancellationToken)
    {
        _log.LogError("Message {MessageId} cannot be sent to Instagram: {Why}", message.Id, why);
        await _conversations.AppendAsync(
            conversationId,
            new MessageDraft(MessageSource.ChatPay, $"undelivered-{message.Id}", Author.ChatPay, "Instagram did not take this message; the buyer has not seen it: " + Utf8Text.Fit(message.Text, 500))
            {
                Audience = Audience.Seller,
            },
            cancellationToken);
        return await DoneAsync(conversationId, pending, null, cancellationToken);
    }

    private async Task<bool> DoneAsync(string conversationId, PendingSend pending, string? mid, CancellationToken cancellationToken)
    {
        var promise = new TableEntity(conversationId, ConversationRows.Numbered(ConversationRows.Outbox, pending.Number));
        var actions = new List<TableTransactionAction> { new(TableTransactionActionType.Delete, promise, Azure.ETag.All) };
        if (mid is not null)
        {
            var id = new MessageDraft(MessageSource.Instagram, mid, Author.Seller, "").IdIn(conversationId);
            actions.Add(new(TableTransactionActionType.UpsertReplace, ConversationRows.SeenRow(conversationId, id, pending.Number)));
        }

        await _tables.Conversations.SubmitTransactionAsync(actions, cancellationToken);
        return true;
    }

    private Task RememberAsync(string conversationId, PendingSend pending, CancellationToken cancellationToken) =>
        _tables.Conversations.UpdateEntityAsync(
            Documents.ToRow(conversationId, ConversationRows.Numbered(ConversationRows.Outbox, pending.Number), pending),
            Azure.ETag.All, TableUpdateMode.Replace, cancellationToken);

    private async Task<PendingSend?> NextAsync(string conversationId, CancellationToken cancellationToken)
    {
        await foreach (var row in ChatPayTables.WithPrefix(_tables.Conversations, conversationId, ConversationRows.Outbox, cancellationToken))
            return Documents.FromRow<PendingSend>(row);
        return null;
    }

    private SendingLease LeaseOf(string conversationId) => new(_tables.Conversations, conversationId, _time);
}
