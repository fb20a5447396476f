using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Ledger;

/// <summary>The postings of an order, by row number in LEDGER.md. Each id is derived from its cause.</summary>
public static class OrderPostings
{
    /// <summary>Rows 1 and 2: a capture with its fees.</summary>
    public static IReadOnlyList<LedgerTransaction> Captured(Order order, Capture capture)
    {
        var id = Checkout.CaptureKey(order.Id, capture.CheckoutNumber);
        var held = Accounts.Held(order.SellerId);
        var platformFee = order.Terms.PlatformFee(capture.Gross);
        var processingFee = order.Terms.SellerBearsProcessingFee ? capture.ProcessingFee : Money.Zero(capture.Gross.Currency);
        LedgerTransaction completed = new(id, "capture completed", capture.At,
        [
            new(Accounts.ProcessorBalance, capture.Gross - capture.ProcessingFee),
            new(Accounts.ProcessingCosts, capture.ProcessingFee),
            new(held, -capture.Gross),
        ]);
        LedgerTransaction fees = new(id + "-fees", "fees of the capture", capture.At,
        [
            new(held, platformFee + processingFee),
            new(Accounts.PlatformFees, -platformFee),
            new(Accounts.ProcessingCosts, -processingFee),
        ]);
        return fees.Postings.Count > 0 ? [completed, fees] : [completed];
    }

    /// <summary>Row 15: a capture that landed after the request had ended; it never touches the seller's accounts.</summary>
    public static LedgerTransaction CapturedLate(Order order, Capture capture) => new(
        Checkout.CaptureKey(order.Id, capture.CheckoutNumber), "capture after the request had ended, to be refunded", capture.At,
        [
            new(Accounts.ProcessorBalance, capture.Gross - capture.ProcessingFee),
            new(Accounts.ProcessingCosts, capture.ProcessingFee),
            new(Accounts.RefundInFlight, -capture.Gross),
        ]);

    /// <summary>Row 3: the hold has ended.</summary>
    public static LedgerTransaction Released(Order order, int g, Money amount, DateTimeOffset at) => new(
        Payout.Key(order.Id, g) + "-released", "hold released", at,
        [new(Accounts.Held(order.SellerId), amount), new(Accounts.Payable(order.SellerId), -amount)]);

    /// <summary>Row 3c: a part of the payout is kept in reserve.</summary>
    public static LedgerTransaction ReserveKept(Order order, Reserve reserve, DateTimeOffset at) => new(
        reserve.Key(order.Id), "kept in reserve", at,
        [new(Accounts.Payable(order.SellerId), reserve.Amount), new(Accounts.Reserve(order.SellerId), -reserve.Amount)]);

    /// <summary>Row 3c, ended.</summary>
    public static LedgerTransaction ReserveEnded(Order order, Reserve reserve, DateTimeOffset at) => new(
        reserve.Key(order.Id) + "-ended", "reserve ended, payable", at,
        [new(Accounts.Reserve(order.SellerId), reserve.Amount), new(Accounts.Payable(order.SellerId), -reserve.Amount)]);

    /// <summary>Row 3b: un-marked or refunded after release.</summary>
    public static LedgerTransaction TakenBack(Order order, Payout payout, DateTimeOffset at) => new(
        $"{Payout.Key(order.Id, payout.Generation)}-taken-back", "release taken back", at,
        [
            new(Accounts.Payable(order.SellerId), payout.Amount),
            new(Accounts.Reserve(order.SellerId), order.Reserved),
            new(Accounts.Held(order.SellerId), -(payout.Amount + order.Reserved)),
        ]);

    /// <summary>Row 4: the payout was submitted.</summary>
    public static LedgerTransaction PayoutSubmitted(Order order, Payout payout, DateTimeOffset at) => new(
        Payout.Key(order.Id, payout.Generation) + "-submitted-" + payout.BatchId, "payout submitted", at,
        [new(Accounts.Payable(order.SellerId), payout.Amount), new(Accounts.PayoutInFlight, -payout.Amount)]);

    /// <summary>Row 5: the item was paid; its fee is the platform's.</summary>
    public static LedgerTransaction PayoutPaid(Order order, Payout payout, DateTimeOffset at)
    {
        var fee = payout.Fee ?? Money.Zero(payout.Amount.Currency);
        return new(Payout.Key(order.Id, payout.Generation) + "-paid", "payout paid", at,
        [
            new(Accounts.PayoutInFlight, payout.Amount),
            new(Accounts.ProcessingCosts, fee),
            new(Accounts.ProcessorBalance, -(payout.Amount + fee)),
        ]);
    }

    /// <summary>Row 6e: what refunds and disputes took from the hold had been paid out before, as turns out. It is the seller's
    /// debt.</summary>
    public static LedgerTransaction PaidBefore(Order order, int g, Money amount, DateTimeOffset at) => new(
        Payout.Key(order.Id, g) + "-owed", "returned to the buyer after the payout, owed by the seller", at,
        [new(Accounts.Debt(order.SellerId), amount), new(Accounts.Held(order.SellerId), -amount)]);

    /// <summary>Row 6e, rows 3 to 5 at once: the processor has paid it, and these books did not know. <paramref name="more"/> of it
    /// comes from what is held; if negative, as much returns there.</summary>
    public static LedgerTransaction PayoutFoundPaid(Order order, Payout payout, Money more, DateTimeOffset at)
    {
        var fee = payout.Fee ?? Money.Zero(payout.Amount.Currency);
        return new(Payout.Key(order.Id, payout.Generation) + "-found-paid", "payout found paid at the processor", at,
        [
            new(Accounts.Payable(order.SellerId), payout.Amount - more),
            new(Accounts.Held(order.SellerId), more),
            new(Accounts.ProcessingCosts, fee),
            new(Accounts.ProcessorBalance, -(payout.Amount + fee)),
        ]);
    }

    /// <summary>Row 6c: the item failed, or its batch was denied.</summary>
    public static LedgerTransaction PayoutFailed(Order order, Payout payout, DateTimeOffset at) => new(
        $"{Payout.Key(order.Id, payout.Generation)}-failed-{payout.BatchId}", "payout failed, payable again", at,
        [new(Accounts.PayoutInFlight, payout.Amount), new(Accounts.Payable(order.SellerId), -payout.Amount)]);

    /// <summary>Row 4 reversed: the payout leaves a batch that does not pay it.</summary>
    public static LedgerTransaction PayoutLeftBatch(Order order, Payout payout, DateTimeOffset at) => new(
        $"{Payout.Key(order.Id, payout.Generation)}-left-{payout.BatchId}", "payout not submitted after all, payable again", at,
        [new(Accounts.PayoutInFlight, payout.Amount), new(Accounts.Payable(order.SellerId), -payout.Amount)]);

    /// <summary>Row 5b: the item is unclaimed or on hold. It has left the balance, along with its fee.</summary>
    public static LedgerTransaction PayoutWithheld(Order order, Payout payout, DateTimeOffset at)
    {
        var fee = payout.Fee ?? Money.Zero(payout.Amount.Currency);
        return new(Payout.Key(order.Id, payout.Generation) + "-withheld", "payout withheld by the processor", at,
        [
            new(Accounts.ProcessorWithheld, payout.Amount),
            new(Accounts.ProcessingCosts, fee),
            new(Accounts.ProcessorBalance, -(payout.Amount + fee)),
        ]);
    }

    /// <summary>Row 5b, paid later.</summary>
    public static LedgerTransaction WithheldPayoutPaid(Order order, Payout payout, DateTimeOffset at) => new(
        Payout.Key(order.Id, payout.Generation) + "-paid", "withheld payout paid", at,
        [new(Accounts.PayoutInFlight, payout.Amount), new(Accounts.ProcessorWithheld, -payout.Amount)]);

    /// <summary>Row 6: the withheld amount has come back, with what the processor returns of its fee.</summary>
    public static LedgerTransaction PayoutReturned(Order order, Payout withheld, Payout returned, DateTimeOffset at)
    {
        var zero = Money.Zero(returned.Amount.Currency);
        var fee = (withheld.Fee ?? zero) - (returned.Fee ?? zero);
        return new(Payout.Key(order.Id, returned.Generation) + "-returned", "payout returned, payable again", at,
        [
            new(Accounts.ProcessorBalance, returned.Amount + fee),
            new(Accounts.ProcessingCosts, -fee),
            new(Accounts.ProcessorWithheld, -returned.Amount),
            new(Accounts.PayoutInFlight, returned.Amount),
            new(Accounts.Payable(order.SellerId), -returned.Amount),
        ]);
    }

    /// <summary>Row 6b: returned or reversed after it was paid.</summary>
    public static LedgerTransaction PaidPayoutReturned(Order order, Payout payout, DateTimeOffset at) => new(
        Payout.Key(order.Id, payout.Generation) + "-returned", "paid payout returned or reversed, payable again", at,
        [new(Accounts.ProcessorBalance, payout.Amount), new(Accounts.Payable(order.SellerId), -payout.Amount)]);

    /// <summary>Row 6d: handed over as unclaimed property.</summary>
    public static LedgerTransaction PayoutHandedOver(Order order, Payout payout, DateTimeOffset at) => new(
        Payout.Key(order.Id, payout.Generation) + "-handed-over", "handed over as unclaimed property", at,
        [new(Accounts.Payable(order.SellerId), payout.Amount), new(Accounts.ProcessorBalance, -payout.Amount)]);

    /// <summary>Row 10, the order that pays.</summary>
    public static LedgerTransaction NettingPaid(Order order, Transfer transfer) => new(
        transfer.Id + "-paid", "kept back for a debt of the seller", transfer.At,
        [new(Accounts.Payable(order.SellerId), transfer.Amount), new(Accounts.Netting(order.SellerId), -transfer.Amount)]);

    /// <summary>Row 10, the order that owes.</summary>
    public static LedgerTransaction NettingReceived(Order order, Transfer transfer, DateTimeOffset at) => new(
        transfer.Id + "-received", "debt paid from a payout of the seller", at,
        [new(Accounts.Netting(order.SellerId), transfer.Amount), new(Accounts.Debt(order.SellerId), -transfer.Amount)]);

    /// <summary>Row 14: the platform bears the debt.</summary>
    public static LedgerTransaction DebtWrittenOff(Order order, Money amount, DateTimeOffset at) => new(
        DerivedKey.Of(order.Id, "writeoff", order.WriteOffs + 1), "debt written off", at,
        [new(Accounts.Losses, amount), new(Accounts.Debt(order.SellerId), -amount)]);

    /// <summary>Rows 10 and 14 reversed: what was paid or written off for a debt that no longer exists.</summary>
    public static LedgerTransaction DebtReturned(Order order, string id, OverpaidDebt overpaid, DateTimeOffset at) => new(
        id, "debt returned that is owed no more", at,
        [
            new(Accounts.Debt(order.SellerId), overpaid.ToPlatform + overpaid.ToSeller),
            new(Accounts.Losses, -overpaid.ToPlatform),
            new(Accounts.Held(order.SellerId), -overpaid.ToSeller),
        ]);

    /// <summary>Rows 7 to 9: a refund is decided. The platform returns its fee pro rata; what the seller's held and payable money
    /// does not cover (the processor keeps its fee, or the seller has been paid) becomes the seller's debt.</summary>
    public static LedgerTransaction RefundSubmitted(Order order, Refund refund) => new(
        Refund.Key(order.Id, refund.Number), "refund submitted", refund.At,
        [
            new(Accounts.Held(order.SellerId), refund.FromSeller - refund.FromPayable - refund.FromReserve),
            new(Accounts.Payable(order.SellerId), refund.FromPayable),
            new(Accounts.Reserve(order.SellerId), refund.FromReserve),
            new(Accounts.PlatformFees, refund.FromPlatform),
            new(Accounts.Debt(order.SellerId), refund.FromDebt),
            new(Accounts.RefundInFlight, -refund.Amount),
        ]);

    /// <summary>Row 7, completed or paid otherwise.</summary>
    public static LedgerTransaction RefundCompleted(Order order, Refund refund, DateTimeOffset at) => new(
        Refund.Key(order.Id, refund.Number) + (refund.PaidOtherwise is null ? "-completed" : "-paid-otherwise"),
        refund.PaidOtherwise is null ? "refund completed" : "refund paid otherwise", at,
        [new(Accounts.RefundInFlight, refund.Amount), new(Accounts.ProcessorBalance, -refund.Amount)]);

    /// <summary>Row 7, failed: the submission is reversed. A late capture's refund stays in flight (row 15). What the refund took
    /// from payable money returns to the payout while that is still payable (<paramref name="isPayable"/>), otherwise to the
    /// hold.</summary>
    public static LedgerTransaction RefundFailed(Order order, Refund refund, bool isPayable, DateTimeOffset at) => new(
        Refund.Key(order.Id, refund.Number) + "-failed", "refund failed, booked back", at, BookedBack(order, refund, isPayable));

    /// <summary>Row 7 reversed as a whole: what PayPal took back by itself is booked with a dispute from now on.
    /// <paramref name="isPayable"/> as in <see cref="RefundFailed"/>.</summary>
    public static LedgerTransaction ReversalTakenOver(Order order, Refund reversal, bool isPayable, DateTimeOffset at) => new(
        Refund.Key(order.Id, reversal.Number) + "-taken-over", "reversal booked with its case", at,
        [
            .. BookedBack(order, reversal, isPayable).Where(p => p.Account != Accounts.RefundInFlight),
            new(Accounts.ProcessorBalance, reversal.Amount),
        ]);

    /// <summary>Rows 7 to 9 once more: the buyer has the money of a refund that was booked as failed.</summary>
    public static LedgerTransaction RefundBookedAnew(Order order, Refund refund, DateTimeOffset at) => new(
        Refund.Key(order.Id, refund.Number) + "-anew", "failed refund booked anew", at, RefundSubmitted(order, refund).Postings);

    private static Posting[] BookedBack(Order order, Refund refund, bool isPayable)
    {
        var zero = Money.Zero(refund.Amount.Currency);
        var submitted = RefundSubmitted(
            order,
            refund with
            {
                FromPayable = isPayable ? refund.FromPayable : zero,
                FromReserve = order.Reserve is null ? zero : refund.FromReserve,
            });
        return [.. submitted.Postings.Select(p => p with { Amount = -p.Amount })];
    }
}
