
namespace ChatPay.Functions.Sale.Refunds;

/// <summary>Works out the amount of a refund, which lines it takes out of the sale, and where the money comes from.</summary>
internal static class RefundAmounts
{
    /// <summary>The requested refund, or why it is refused.</summary>
    public static (Refund? Refund, Decision? Refusal) Of(Order order, Refund refund, RefundRequest wish)
    {
        if (wish.Lines is { } lines)
        {
            if (lines.Where(line => line < 0 || line >= order.Lines.Count).ToList() is [var unknown, ..])
                return (
                    null,
                    Decision.Invalid(
                        "no-such-line",
                        $"The order has no line {unknown}: lines count from 0 to {order.Lines.Count - 1}.",
                        "lines"));
            if (lines.Where(order.RefundedLines.Contains).ToList() is [var refunded, ..])
                return (null, Decision.Invalid("line-refunded", $"Line {refunded} has been refunded already.", "lines"));
            return (OfLines(order, refund, lines), null);
        }

        if (wish.Amount is { } amount && amount > order.Refundable)
            return (null, Decision.Invalid("refund-too-large", $"Only {order.Refundable} is left to refund.", "amount"));
        // A buyer who gets everything back is shipped nothing more.
        return wish.Amount is { } part && part < order.Refundable
            ? (refund with { Amount = part }, null)
            : (refund with { Amount = order.Refundable, Lines = order.UnshippedLines, ReturnedLines = Shipped(order) }, null);
    }

    /// <summary>Refunds these lines with their part of the tax, less what was already refunded by amount; everything that is left,
    /// shipping included, when no line with a price remains. Lines that were not shipped in time include their part of the
    /// shipping.</summary>
    public static Refund OfLines(Order order, Refund refund, IReadOnlyList<int> lines)
    {
        var unshipped = order.UnshippedLines;
        var shipped = Shipped(order);
        var left = unshipped.Concat(shipped).Except(lines).ToList();
        return refund with
        {
            Amount = left.Count == 0 || (order.Lines.Any(HasPrice) && !left.Any(line => HasPrice(order.Lines[line])))
                ? order.Refundable
                : Money.Min(Price(order, lines, withShipping: refund.Reason == RefundReason.Unshipped), order.Refundable),
            Lines = [.. lines.Where(unshipped.Contains).Order()],
            ReturnedLines = [.. lines.Where(shipped.Contains).Order()],
        };
    }

    /// <summary>The shipped lines that no refund has taken.</summary>
    public static IReadOnlyList<int> Shipped(Order order) =>
        [.. order.LiveShipments.SelectMany(s => s.Lines).Except(order.RefundedLines).Order()];

    /// <summary>An earlier request as it can be granted now: without the lines that were refunded since, and priced anew. What has
    /// been shipped since is returned, not given up (race 6). An amount alone stays as asked: nothing tells what it was for.</summary>
    /// <returns>Null when nothing that it asks for is left.</returns>
    public static Refund? WithoutRefundedSince(Order order, Refund request)
    {
        if (order.Refundable.MinorUnits <= 0)
            return null;
        var asked = request.Lines.Concat(request.ReturnedLines).ToList();
        if (asked.Count == 0)
            return request;
        // The money of a refund that has failed is still owed.
        var left = asked.Except(order.Refunds.Where(r => r.Counts).SelectMany(r => r.Lines.Concat(r.ReturnedLines)))
            .Except(order.Disputes.SelectMany(c => c.Lines.Concat(c.ReturnedLines)))
            .ToList();
        return left.Count == 0 ? null : OfLines(order, request, left);
    }

    /// <summary>Where the money comes from: the platform's fee pro rata, then the seller's payable and held money, then the
    /// reserve; the rest is the seller's debt.</summary>
    public static Refund WithSources(Order order, Refund refund)
    {
        var from = SourcesOf(order, refund.Amount);
        return refund with
        {
            FromPlatform = from.Platform,
            FromSeller = from.Seller,
            FromPayable = from.Payable,
            FromReserve = from.Reserve,
        };
    }

    /// <summary>Where the money comes from, for any amount that is returned to the buyer.</summary>
    public static (Money Platform, Money Seller, Money Payable, Money Reserve) SourcesOf(Order order, Money amount)
    {
        var capture = order.Capture!;
        var zero = Money.Zero(amount.Currency);

        // Of everything returned including this, less what was returned before: parts that are rounded one by one may exceed the
        // fee.
        var returned = order.Refunds.Where(r => r.Counts).Select(r => r.FromPlatform).Concat(order.Disputes.Select(c => c.FromPlatform))
            .Aggregate(zero, (sum, part) => sum + part);
        var due =
            order.Terms.PlatformFee(capture.Gross).Share(Money.Min(order.GivenBack + amount, capture.Gross), capture.Gross) - returned;
        var fromPlatform = due < zero ? zero : Money.Min(due, amount);

        var payable = order.CurrentPayout is { IsPayable: true } payout ? payout.Amount : zero;
        var fromSeller = Money.Min(amount - fromPlatform, payable + order.Held + order.Reserved);
        var beyondReserve = Money.Min(fromSeller, payable + order.Held);
        return (fromPlatform, fromSeller, Money.Min(beyondReserve, payable), fromSeller - beyondReserve);
    }

    private static bool HasPrice(OrderLine line) => line.UnitPrice.MinorUnits > 0;

    private static Money Price(Order order, IReadOnlyList<int> lines, bool withShipping)
    {
        var zero = Money.Zero(order.Terms.Currency);
        var all = order.Lines.Aggregate(zero, (sum, line) => sum + line.Total());
        var some = lines.Aggregate(zero, (sum, line) => sum + order.Lines[line].Total());
        return all == zero ? zero : some + (withShipping ? order.Tax + order.Shipping : order.Tax).Share(some, all);
    }
}
