using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The pay link: shows what to pay, and starts nothing; chat and mail programs fetch links by themselves.</summary>
public sealed class ShowPayLink(PayLinks links, OrderStore orders, PayPage page)
{
    [Function(nameof(ShowPayLink))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pay/{token}")] HttpRequest request,
        string token, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        return await page.OfAsync(request.HttpContext, token, order, cancellationToken);
    }
}
