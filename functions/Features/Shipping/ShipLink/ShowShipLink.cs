using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The ship link: shows the order, and marks nothing; a mail program may fetch links by itself.</summary>
public sealed class ShowShipLink(ShipLinks links, OrderStore orders, ShipPage page)
{
    [Function(nameof(ShowShipLink))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ship/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        return await page.OfAsync(request.HttpContext, order, ShipForm.Empty, cancellationToken);
    }
}
