using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A conversation's messages in order of arrival. <c>next</c> is always there: asked with as <c>cursor</c>, it brings
/// what came since. With <c>If-None-Match</c> nothing new is a 304.</summary>
public sealed class ListMessages(ConversationAccess access, ConversationStore conversations)
{
    [Function(nameof(ListMessages))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/conversations/{conversationId}/messages")] HttpRequest http,
        string conversationId, CancellationToken cancellationToken)
    {
        var (conversation, reader) = await access.GetAsync(Caller.Of(http.HttpContext), conversationId, cancellationToken);
        var (after, limit) = (Paging.NumberedPlace<int>(http), Paging.Limit(http));

        // Who has everything is answered from the head alone: most polls are such.
        var messages = after >= conversation.Messages
            ? []
            : await conversations.MessagesAsync(conversationId, reader, after, limit, cancellationToken);

        // The cursor names what the reader has seen; what is not for them must not show in it.
        var seen = messages.Count == 0 ? after : messages[^1].Number;
        var next = Paging.Cursor(seen.ToString(CultureInfo.InvariantCulture));
        return Answers.OkUnlessKnown(http, new Page<MessageView>([.. messages.Select(m => MessageView.For(m, reader))], next));
    }
}
