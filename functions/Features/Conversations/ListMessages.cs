using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A conversation's messages in order of arrival. <c>next</c> is always there: asked with as <c>cursor</c>, it brings
/// what came since. With <c>If-None-Match</c> nothing new is a 304.</summary>
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

        // Who has everything is answered from the head alone: most polls are such.
        IReadOnlyList<ChatMessage> messages = place == conversation.NewestFor(reader)
            ? []
            : await SinceAsync(conversation, reader, place, limit, cancellationToken);

        // The cursor is the id of the last message that the reader has, which tells them nothing. A number would tell how many messages
        // there are that are not for them.
        var next = Paging.Cursor(messages.Count == 0 ? place : messages[^1].Id);
        return Answers.OkUnlessKnown(http, new Page<MessageView>([.. messages.Select(m => MessageView.For(m, reader))], next));
    }

    private async Task<IReadOnlyList<ChatMessage>> SinceAsync(
        Conversation conversation, Author reader, string place, int limit, CancellationToken cancellationToken)
    {
        var after = place == Beginning ? 0 : await NumberOfAsync(conversation, reader, place, cancellationToken);
        return after >= conversation.Messages
            ? []
            : await conversations.MessagesAsync(conversation.Id, reader, after, limit, cancellationToken);
    }

    // A message that is not for the reader is none: who guesses its id does not learn that it is there.
    private async Task<int> NumberOfAsync(
        Conversation conversation, Author reader, string messageId, CancellationToken cancellationToken) =>
        Ids.HasForm(messageId, "msg")
        && await conversations.FindMessageAsync(conversation.Id, messageId, cancellationToken) is { } last
        && last.IsFor(reader)
            ? last.Number
            : throw Paging.CursorInvalid();
}
