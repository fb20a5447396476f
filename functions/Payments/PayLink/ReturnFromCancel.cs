using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payments.PayLink;

/// <summary>Where the provider sends the buyer who did not approve; the request stays open until it expires.</summary>
public sealed class ReturnFromCancel(PayLinks links, OrderStore orders, PayPage page)
{
    [Function(nameof(ReturnFromCancel))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/pay/{token}/cancel")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        IEnumerable<string> says = order.Capture is null
            ? ["Nothing was charged. The payment request stays open until it expires: the link in the chat leads back to it."]
            : [OrderSentences.ToBuyer(order)];
        return await page.OfAsync(request.HttpContext, order, says, canPay: false, cancellationToken);
    }
}
