using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>The receipt of a paid order, for the buyer, the seller and operators. There is none before payment.</summary>
public sealed class GetReceipt(OrderAccess access, SellerStore sellers)
{
    [Function(nameof(GetReceipt))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}/receipt")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var order = (await access.ToReadAsync(Caller.Of(http.HttpContext), orderId, cancellationToken)).Order;
        if (order.Capture is null)
            throw Problems.Conflict("not-paid", "There is no receipt before the order is paid.", OrderStatuses.Of(order));

        var seller = await sellers.GetAsync(order.SellerId, cancellationToken);
        return Answers.OkUnlessKnown(http, Receipt.Of(order, seller.Seller.BusinessName));
    }
}

/// <summary>A receipt. It names the seller, the payment processor, and what has been refunded.</summary>
public sealed record Receipt
{
    public required string OrderId { get; init; }

    /// <summary>The seller's business name.</summary>
    public required string Seller { get; init; }

    /// <summary>The payment processor.</summary>
    public string Processor { get; init; } = "PayPal";

    /// <summary>The descriptor on the buyer's statement.</summary>
    public required string StatementDescriptor { get; init; }

    /// <summary>The processor's id of the payment.</summary>
    public required string PaymentId { get; init; }

    public required DateTimeOffset PaidAt { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required Money Shipping { get; init; }

    public required Money Tax { get; init; }

    public required Money Total { get; init; }

    /// <summary>What has been refunded, each with its time.</summary>
    public required IReadOnlyList<Returned> Refunds { get; init; }

    /// <summary>Where the money is.</summary>
    public required string Hold { get; init; }

    /// <param name="Amount">The amount.</param>
    /// <param name="At">UTC.</param>
    /// <param name="What">A refund, or a dispute at the processor.</param>
    public sealed record Returned(Money Amount, DateTimeOffset At, string What);

    /// <summary>The receipt of a paid order.</summary>
    public static Receipt Of(Order order, string businessName) =>
        new()
        {
            OrderId = order.Id,
            Seller = businessName,
            StatementDescriptor = Descriptor(businessName),
            PaymentId = order.Capture!.ProviderId,
            PaidAt = order.Capture.At,
            Lines = order.Lines,
            Shipping = order.Shipping,
            Tax = order.Tax,
            Total = order.Capture.Gross,
            Refunds =
            [
                .. order
                    .Refunds.Where(r => r is { State: RefundState.Completed, Amount.MinorUnits: > 0 })
                    .Select(r => new Returned(r.Amount, r.CompletedAt!.Value, "refund")),
                .. order
                    .Disputes.Where(c => c is { Lost.MinorUnits: > 0 })
                    .Select(c => new Returned(c.Lost, c.ResolvedAt!.Value, "case at PayPal")),
            ],
            Hold = HoldOf(order),
        };

    // PayPal puts its own prefix before the name, and allows 22 characters in total.
    private static string Descriptor(string businessName) =>
        "PAYPAL *" + new string([.. businessName.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(14)]);

    private static string HoldOf(Order order) => order switch
    {
        { Capture.Late: true } => "The payment came after the request had ended, and goes back in full.",
        _ when order.GivenBack >= order.Capture!.Gross => "Everything has gone back to you.",
        { DueAt: not null } => "Your payment is on hold until some days after shipment; then the seller is paid.",
        _ => "Your payment is on hold until the seller has shipped; what is not shipped in time goes back to you.",
    };
}
