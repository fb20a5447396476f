using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Orders;

/// <summary>Adds to an order's view what is not in its row: the address for its seller, and what blocks the payout.</summary>
public sealed class OrderReader(PayoutBlocks blocks, ShipToAddresses addresses, TimeProvider time) : IOrderReader
{
    /// <inheritdoc/>
    public async Task<OrderView> ReadAsync(Order order, Caller caller, CancellationToken cancellationToken)
    {
        var view = OrderView.For(order, caller, time.GetUtcNow());
        if (OrderView.IsSeller(order, caller))
            view = view with { ShipTo = await addresses.FindAsync(order, cancellationToken) };
        // The buyer does not see what the seller is paid, and when.
        return view.Payout is null ? view : view with { Blocks = await blocks.OfAsync(order, cancellationToken) };
    }
}
