using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A conversation's messages in order of arrival. <c>next</c> is always present: sent as <c>cursor</c>, it returns what
/// has arrived since. With <c>If-None-Match</c>, the response is 304 when there is nothing new. What ChatPay wrote is in a language of
/// <c>Accept-Language</c>.</summary>
public sealed class ListMessages(ConversationAccess access, ConversationStore conversations)
{
    private const string Beginning = "0";

    [Function(nameof(ListMessages))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/conversations/{conversationId}/messages")] HttpRequest http,
        string conversationId, CancellationToken cancellationToken)
    {
        var (conversation, reader) = await access.GetAsync(Caller.Of(http.HttpContext), conversationId, cancellationToken);
        var (place, limit) = (Paging.Place(http) ?? Beginning, Paging.Limit(http));

        // A reader who has everything is answered from the head alone, as in most polls.
        IReadOnlyList<ChatMessage> messages = place == conversation.NewestFor(reader)
            ? []
            : await SinceAsync(conversation, reader, place, limit, cancellationToken);

        // The cursor is the id of the reader's last message, which reveals nothing. A number would reveal how many messages are
        // hidden from them.
        var next = Paging.Cursor(messages.Count == 0 ? place : messages[^1].Id);
        var language = PageWords.AskedBy(http) ?? Languages.Default;
        return Answers.OkUnlessKnown(http, new Page<MessageView>([.. messages.Select(m => MessageView.For(m, reader, language))], next));
    }

    private async Task<IReadOnlyList<ChatMessage>> SinceAsync(
        Conversation conversation, Author reader, string place, int limit, CancellationToken cancellationToken)
    {
        var after = place == Beginning ? 0 : await NumberOfAsync(conversation, reader, place, cancellationToken);
        return after >= conversation.Messages
            ? []
            : await conversations.MessagesAsync(conversation.Id, reader, after, limit, cancellationToken);
    }

    // A message that is not for the reader does not exist for them: guessing its id reveals nothing.
    private async Task<int> NumberOfAsync(
        Conversation conversation, Author reader, string messageId, CancellationToken cancellationToken) =>
        Ids.HasForm(messageId, "msg")
        && await conversations.FindMessageAsync(conversation.Id, messageId, cancellationToken) is { } last
        && last.IsFor(reader)
            ? last.Number
            : throw Paging.CursorInvalid();
}
