using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>Where the provider redirects a buyer who did not approve: it changes nothing.</summary>
public sealed class ReturnFromCancel(PayLinks links, OrderStore orders, PayPage page)
{
    [Function(nameof(ReturnFromCancel))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pay/{token}/cancel")] HttpRequest request,
        string token, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        return await page.OfAsync(request.HttpContext, token, order, PayNotice.NothingCharged(order), cancellationToken);
    }
}
