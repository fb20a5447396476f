using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The button of the pay link: starts the checkout and sends the buyer on to the provider's approval page. Pressed twice, it
/// leads to the same page.</summary>
public sealed class FollowPayLink(PayLinks links, StartCheckout checkout)
{
    [Function(nameof(FollowPayLink))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pay/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var started = await checkout.RunAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken);
        return Answers.SeeOther(new Uri(started.ApproveUrl!));
    }
}
