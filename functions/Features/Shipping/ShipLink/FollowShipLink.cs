using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The form behind a ship link: marks as shipped, once.</summary>
public sealed class FollowShipLink(ShipLinks links, OrderStore orders, ShipPage page, TimeProvider time)
{
    private const int LargestForm = 4_096;

    [Function(nameof(FollowShipLink))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ship/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        var form = ShipForm.Of(await SmallForm.ReadAsync(request, LargestForm, cancellationToken));
        // A person is asked to check it once more, with the input kept.
        if (AnswerProblems.WantsPage(request) && form.Checked() is { } seen && (seen.Fault is not null || seen.IsDoubted))
        {
            var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
            return await page.OfAsync(request.HttpContext, order, seen, cancellationToken);
        }

        var tracking = form.Read();
        var decided = await orders.ChangeAsync(
            orderId,
            o => ShipmentTransitions.Mark(o, ShipLinkMark.Of(o, tracking, time.GetUtcNow())),
            cancellationToken);
        return decided.Refusal is not null
            ? await page.OfAsync(request.HttpContext, decided.Order, form, cancellationToken)
            : page.After(request.HttpContext, decided.Order, decided.Changed);
    }
}
