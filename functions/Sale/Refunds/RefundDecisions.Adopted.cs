using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Sale.Refunds;

public static partial class RefundDecisions
{
    /// <summary>How many refunds made elsewhere are adopted: all of them are kept in the order's row.</summary>
    private const int MaxAdopted = 50;

    /// <summary>How many refunds can wait for a dispute.</summary>
    private const int MaxHeard = 20;

    /// <summary>Why an unanswered refund is given up: what the provider shows leaves no room for it.</summary>
    public const string MadeElsewhere = "MADE_ELSEWHERE";

    /// <summary>Adopts a refund that was made directly at the provider: it has happened, whatever blocks refunds here. An
    /// unanswered refund of ours for the same amount is taken to be this one. While a dispute is open it waits for that: it may be
    /// the same money.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="providerId">The provider's refund id.</param>
    /// <param name="amount">What the buyer gets.</param>
    /// <param name="isCompleted">Whether it is completed; otherwise it is pending at the provider.</param>
    /// <param name="now">UTC.</param>
    /// <param name="madeAt">When it was made at the provider, UTC; null when unknown.</param>
    public static Decision Adopt(
        Order order,
        string providerId,
        Money amount,
        bool isCompleted,
        DateTimeOffset now,
        DateTimeOffset? madeAt = null)
    {
        if (Known(order, providerId, amount, isCompleted, now, madeAt) is { } decided)
            return decided;
        if (order.Refunds.LastOrDefault(r => r is { State: RefundState.Unknown, ProviderId: null } && r.Amount == amount) is { } unknown)
        {
            return isCompleted
                ? RefundTransitions.Complete(order, unknown.Number, providerId, now, madeAt)
                : RefundTransitions.Pend(order, unknown.Number, providerId, madeAt);
        }

        return Hear(order, new HeardRefund(providerId, amount, IsReversal: false, isCompleted) { MadeAt = madeAt }, now);
    }

    /// <summary>PayPal has taken money back by itself. What a dispute has taken is booked with the dispute, once; what a dispute
    /// may still take is decided with the dispute. <paramref name="madeAt"/> is the time at PayPal, UTC; null when
    /// unknown.</summary>
    public static Decision Reverse(Order order, string reversalId, Money amount, DateTimeOffset now, DateTimeOffset? madeAt = null)
    {
        var heard = new HeardRefund(reversalId, amount, IsReversal: true, IsCompleted: true) { MadeAt = madeAt };
        if (order.Refunds.FirstOrDefault(r => r.ProviderId == reversalId) is { Reason: RefundReason.Adopted, IsReversal: false } refund)
            return IsReversalAfterAll(order, refund, heard, now);
        return Known(order, reversalId, amount, isCompleted: true, now, madeAt) ?? Hear(order, heard, now);
    }

    /// <summary>Decides what waited for disputes: it belongs to one of them, or it is booked when none is open any more.</summary>
    /// <returns>Null when it still waits, or cannot be booked.</returns>
    internal static OrderChange? DecideHeard(Order order, HeardRefund heard, DateTimeOffset now)
    {
        var without = order with { HeardRefunds = [.. order.HeardRefunds.Where(h => h.Id != heard.Id)] };
        if (heard.IsCompleted && DisputeReversals.OwnerOf(without, heard) is { } owner)
            return new OrderChange(without.With(owner.Heard(heard.Id)));
        return order.OpenDispute is null ? Book(without, heard, now).Change : null;
    }

    private static Decision Hear(Order order, HeardRefund heard, DateTimeOffset now)
    {
        if (order.Disputes.Any(c => c.OwnReversals.Contains(heard.Id)))
            return Decision.Nothing;
        if (heard.IsCompleted && DisputeReversals.OwnerOf(order, heard) is { } owner)
            return DecideHeard(order, heard, now)!;
        var known = order.HeardRefunds.FirstOrDefault(h => h.Id == heard.Id);
        if (known is null && order.OpenDispute is null)
            return Book(order, heard, now);

        var next = known is null ? heard
            : known with { IsReversal = known.IsReversal || heard.IsReversal, IsCompleted = known.IsCompleted || heard.IsCompleted };
        // What could not be booked may be by now.
        if (known is not null && DecideHeard(order, next, now) is { } decided)
            return decided;
        if (next == known)
            return Decision.Nothing;
        return known is null && order.HeardRefunds.Count >= MaxHeard
            ? Decision.Refuse(
                "too-many-heard",
                $"{MaxHeard} refunds wait for the case of this order: {heard.Id}, of {heard.Amount}, is not booked.")
            : new OrderChange(order with { HeardRefunds = [.. order.HeardRefunds.Where(h => h.Id != heard.Id), next] });
    }

    /// <summary>It was listed among the order's refunds before PayPal reported that it was a reversal.</summary>
    private static OrderChange IsReversalAfterAll(Order order, Refund refund, HeardRefund heard, DateTimeOffset now)
    {
        var reversal = refund with { IsReversal = true };
        if (refund.State != RefundState.Completed || DisputeReversals.OwnerOf(order, heard) is not { } owner)
            return new OrderChange(order.With(reversal));
        var taken = RefundTransitions.TakeOver(order.With(reversal), reversal, now);
        return taken with { Order = taken.Order.With(owner.Heard(heard.Id)) };
    }

    private static Decision Book(Order order, HeardRefund heard, DateTimeOffset now) => Add(
        order,
        New(order, RefundReason.Adopted) with
        {
            Amount = heard.Amount,
            ProviderId = heard.Id,
            IsReversal = heard.IsReversal,
            MadeAt = heard.MadeAt,
        },
        heard.IsCompleted, now);

    /// <summary>The provider shows a refund under our key, completed or pending: it is number n, unless another one was taken for n,
    /// or n was given up.</summary>
    public static Decision Made(
        Order order, int n, string providerId, Money amount, bool isCompleted, DateTimeOffset now, DateTimeOffset? madeAt = null) =>
        RefundTransitions.Find(order, n) switch
        {
            { IsUnderWay: true } refund when refund.ProviderId is null || refund.ProviderId == providerId => isCompleted
                ? RefundTransitions.Complete(order, n, providerId, now, madeAt)
                : RefundTransitions.Pend(order, n, providerId, madeAt),
            _ => Known(order, providerId, amount, isCompleted, now, madeAt) ?? Add(
                order,
                New(order, RefundReason.Adopted) with { Amount = amount, ProviderId = providerId, MadeAt = madeAt },
                isCompleted, now),
        };

    private static Decision? Known(
        Order order, string providerId, Money amount, bool isCompleted, DateTimeOffset now, DateTimeOffset? madeAt)
    {
        if (order.Capture is not { } capture)
            return Decision.Nothing;
        if (order.Refunds.FirstOrDefault(r => r.ProviderId == providerId) is { } known)
        {
            return (isCompleted, known) switch
            {
                (true, { State: RefundState.Failed, Failure: not RefundTransitions.BookedWithCase }) =>
                    MadeAfterAll(order, known with { MadeAt = madeAt ?? known.MadeAt }, now),
                (true, _) => RefundTransitions.Complete(order, known.Number, providerId, now, madeAt),
                _ => Decision.Nothing,
            };
        }

        if (!capture.Late)
            return null;
        // The late capture's own refund can no longer be made: this one stands in for it.
        var open = order.Refunds.FirstOrDefault(
            r => r.Reason == RefundReason.LateCapture && r.State != RefundState.Completed && r.Amount == amount);
        return open is { } own && isCompleted
            ? RefundTransitions.Completed(order, own with { MadeAt = madeAt }, providerId, now)
            : Decision.Nothing;
    }

    /// <summary>The provider has made what is booked as failed.</summary>
    private static Decision MadeAfterAll(Order order, Refund failed, DateTimeOffset now) =>
        failed.Reason == RefundReason.LateCapture ? RefundTransitions.Completed(order, failed, failed.ProviderId!, now)
        : failed.Amount > order.Refundable ? Unexplained(order, failed)
        : RefundTransitions.CompletedAfterAll(order, failed, failed.ProviderId!, now);

    private static Decision Unexplained(Order order, Refund made) => Decision.Refuse(
        "refund-unexplained",
        $"PayPal shows {made.ProviderId}, of {made.Amount}, and only {order.Refundable} is left of the payment: it is not booked.");

    private static Decision Add(Order order, Refund made, bool isCompleted, DateTimeOffset now)
    {
        if (order.Refunds.Count(r => r.Reason == RefundReason.Adopted) >= MaxAdopted)
        {
            return Decision.Refuse(
                "too-many-adopted",
                $"{MaxAdopted} refunds of this order were made at PayPal before: {made.ProviderId}, of {made.Amount}, is not booked.");
        }

        // The provider never returns more than was paid: given this refund, an older unanswered one was not made.
        if (made.Amount > order.Refundable
            && order.Refunds.LastOrDefault(r => r is { State: RefundState.Unknown or RefundState.Approved, ProviderId: null })
                is { } notMade
            && RefundTransitions.Fail(order, notMade.Number, MadeElsewhere, now).Change is { } failed)
        {
            return Add(failed.Order, made, isCompleted, now).Change is { } more ? failed.Then(more) : failed;
        }

        if (made.Amount > order.Refundable)
            return Unexplained(order, made);

        var everything = made.Amount >= order.Refundable;
        var begun = Begin(order, made with
        {
            Lines = everything ? order.UnshippedLines : [],
            ReturnedLines = everything ? RefundAmounts.Shipped(order) : [],
        }, now);
        var pending = begun with { Order = begun.Order.With(begun.Order.Refunds[^1] with { State = RefundState.Pending }) };
        if (!isCompleted)
            return pending;
        var completed = RefundTransitions.Completed(pending.Order, pending.Order.Refunds[^1], made.ProviderId!, now);
        return completed with { Ledger = [.. pending.Ledger, .. completed.Ledger] };
    }
}
