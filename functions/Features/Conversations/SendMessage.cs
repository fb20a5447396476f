using ChatPay.Functions.Platform.Audit;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Buyer or seller writes. A repeat with the same <c>clientMessageId</c> returns the message that the first request
/// created. A seller's message to a buyer on Instagram is sent there; a buyer who asks where an order is gets an immediate
/// answer.</summary>
public sealed class SendMessage(
    ConversationAccess access,
    ConversationStore conversations,
    HandleBuyerIntent wishes,
    Queues queues,
    TimeProvider time)
{
    /// <summary>The longest text, in bytes of UTF-8. On Instagram it is split into several messages if necessary.</summary>
    public const int MaxTextLength = 4_000;

    private const int MaxIdLength = 100;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    /// <param name="Text">1 to 4,000 bytes of UTF-8. Markup in it is plain text.</param>
    /// <param name="ClientMessageId">Chosen by the caller, such as a random UUID; the same when the message is sent again.</param>
    public sealed record Request(string Text, string ClientMessageId);

    [Function(nameof(SendMessage))]
    [Unaudited("the conversation itself is the record")]
    [Requires(Role.Buyer, Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/conversations/{conversationId}/messages")] HttpRequest http,
        string conversationId, CancellationToken cancellationToken)
    {
        var (conversation, author) = await access.GetAsync(Caller.Of(http.HttpContext), conversationId, cancellationToken);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var goesOut = conversation.IsOnInstagram && author == Author.Seller;
        var faults = new FieldFaults();
        var draft = new MessageDraft(
            author == Author.Buyer ? MessageSource.Buyer : MessageSource.Seller,
            Texts.Require(request.ClientMessageId, "clientMessageId", MaxIdLength, faults),
            author,
            Texts.RequireMessage(request.Text, "text", MaxTextLength, faults))
        { Send = goesOut ? new PendingSend() : null };
        faults.ThrowIfAny();

        if (await conversations.FindMessageAsync(conversationId, draft.IdIn(conversationId), cancellationToken) is { } sent)
            return Answer(sent, draft, conversationId);

        if (goesOut)
            await PromiseAsync(conversation, cancellationToken);
        var (message, _) = await conversations.AppendAsync(conversationId, draft, cancellationToken);
        if (author == Author.Buyer && BuyerIntent.Of(null, draft.Text) is { } wish)
            await wishes.RunAsync(conversation, message.Id, wish, cancellationToken);
        if (goesOut)
            await queues.SendAsync(Queues.OutboundChat, new OutboundChat(conversationId), cancellationToken: cancellationToken);
        return Answer(message, draft, conversationId);
    }

    // A delayed trigger, in case this process crashes right after the message is written.
    private async Task PromiseAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.InStandby)
            throw Problems.Refused(
                "instagram-answered-elsewhere",
                "Another app replies to this buyer on Instagram: write there, or have it hand the conversation back.");
        if (!MessagingWindow.IsOpen(conversation, time.GetUtcNow()))
            throw Problems.Refused(
                "instagram-window-closed",
                "The buyer's last message is more than 24 hours old: Instagram lets you write again when they have.");
        await queues.SendAsync(
            Queues.OutboundChat,
            new OutboundChat(conversation.Id),
            delay: LookAgainAfter,
            cancellationToken: cancellationToken);
    }

    private static IResult Answer(ChatMessage message, MessageDraft draft, string conversationId) =>
        message.Text == draft.Text
            ? Answers.Created($"/api/v1/conversations/{conversationId}/messages", MessageView.For(message, draft.From, Languages.Default))
            : throw Problems.Refused(
                "client-message-id-reused",
                "This clientMessageId was used for another text: make up a new one.",
                "clientMessageId");
}
