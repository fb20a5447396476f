using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>How an order stands, for its buyer, its seller and operators.</summary>
public sealed class GetOrder(OrderAccess access, PayoutBlocks blocks, ShipToAddresses addresses)
{
    [Function(nameof(GetOrder))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var stored = await access.ToReadAsync(caller, orderId, cancellationToken);
        var view = OrderView.For(stored.Order, caller);
        if (OrderView.IsSeller(stored.Order, caller))
            view = view with { ShipTo = await addresses.FindAsync(stored.Order, cancellationToken) };
        // What the seller is paid, and when, is none of the buyer's business.
        if (view.Payout is not null)
            view = view with { Blocks = await blocks.OfAsync(stored.Order, cancellationToken) };
        // The tag is that of what is shown: the row's own changes with every payout, and would tell the buyer of it.
        return Answers.OkUnlessKnown(request, view);
    }
}
