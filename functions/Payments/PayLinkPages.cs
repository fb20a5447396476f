using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payments;

/// <summary>The pay link: sends its bearer on to the provider's approval page.</summary>
public sealed class FollowPayLink(PayLinks links, StartCheckout checkout)
{
    [Function(nameof(FollowPayLink))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pay/{token}")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        var started = await checkout.RunAsync(orderId, cancellationToken);
        return Results.Redirect(started.ApproveUrl!);
    }
}

/// <summary>Where the provider sends the buyer after approving: captures, and says how the order stands.</summary>
public sealed class ReturnFromApproval(PayLinks links, SettlePayment payments)
{
    [Function(nameof(ReturnFromApproval))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pay/{token}/return")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        try
        {
            var settled = await payments.SettleAsync(orderId, null, cancellationToken);
            return Answers.Ok(new { orderId, state = Headline.Of(settled.Order), message = settled.Refusal?.Detail ?? "Thank you. You can go back to the chat." });
        }
        catch (OutageException)
        {
            // Nothing is lost: the webhook or the orchestration's poll finds the approval.
            return Answers.Ok(new { orderId, state = "payment processing", message = "Your payment is being processed. You can go back to the chat." });
        }
    }
}

/// <summary>Where the provider sends the buyer who did not approve; the request stays open until it expires.</summary>
public sealed class ReturnFromCancel(PayLinks links, OrderStore orders)
{
    [Function(nameof(ReturnFromCancel))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pay/{token}/cancel")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        return Answers.Ok(new { orderId = order.Id, state = Headline.Of(order), message = "Nothing was charged. The payment request stays open until it expires." });
    }
}
