using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Meta verifies that this webhook is ours.</summary>
public sealed class AnswerMetaSubscription(IOptions<InstagramOptions> options)
{
    [Function(nameof(AnswerMetaSubscription))]
    [Open("Meta's verify token")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/meta")] HttpRequest http) =>
        MetaSubscription.Challenge(http.Query, options.Value.VerifyToken) is { } challenge
            ? Answers.Text(challenge, "text/plain")
            : throw new ProblemException(
                401,
                "verify-token-invalid",
                "This is not the subscription check with this app's verify token.",
                "hub.verify_token");
}
