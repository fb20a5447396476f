using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>One conversation, for its buyer and its seller.</summary>
public sealed class GetConversation(ConversationAccess access)
{
    [Function(nameof(GetConversation))]
    [Requires(Role.Buyer, Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/conversations/{conversationId}")] HttpRequest http,
        string conversationId, CancellationToken cancellationToken)
    {
        var (conversation, reader) = await access.GetAsync(Caller.Of(http.HttpContext), conversationId, cancellationToken);
        return Answers.OkUnlessKnown(http, ConversationView.For(conversation, reader));
    }
}
