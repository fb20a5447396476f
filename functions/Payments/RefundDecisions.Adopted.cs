using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments;

public static partial class RefundDecisions
{
    /// <summary>How many refunds that were made elsewhere are taken over: all of them are in the order's row.</summary>
    private const int MostAdopted = 50;

    /// <summary>Why a refund without an answer is given up: what the provider shows leaves no room for it.</summary>
    public const string MadeElsewhere = "MADE_ELSEWHERE";

    /// <summary>A refund that was made at the provider, past this app: it has happened, whatever is in its way here. One of ours that has
    /// had no answer, and is of the same amount, is taken for it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="providerId">The provider's refund id.</param>
    /// <param name="amount">What the buyer gets.</param>
    /// <param name="isCompleted">Otherwise it is pending there.</param>
    /// <param name="now">UTC.</param>
    public static Decision Adopt(Order order, string providerId, Money amount, bool isCompleted, DateTimeOffset now)
    {
        if (Known(order, providerId, amount, isCompleted, now) is { } decided)
            return decided;
        if (order.Refunds.LastOrDefault(r => r is { State: RefundState.Unknown, ProviderId: null } && r.Amount == amount) is { } unknown)
        {
            return isCompleted
                ? RefundTransitions.Complete(order, unknown.N, providerId, now)
                : RefundTransitions.Pend(order, unknown.N, providerId);
        }

        return Add(order, New(order, RefundReason.Adopted) with { Amount = amount, ProviderId = providerId }, isCompleted, now);
    }

    /// <summary>PayPal has taken money back by itself. What a case has taken, or may still take, is booked with the case.</summary>
    public static Decision Reverse(Order order, string reversalId, Money amount, DateTimeOffset now)
    {
        if (Known(order, reversalId, amount, isCompleted: true, now) is { } decided)
            return decided;
        return order.Cases.Any(c => c.IsOpen || c.Lost == amount)
            ? Decision.Nothing
            : Add(
                order, New(order, RefundReason.Adopted) with { Amount = amount, ProviderId = reversalId, IsReversal = true },
                isCompleted: true, now);
    }

    /// <summary>The provider shows a refund under our key: number n, unless another one has been taken for that or n was given up.</summary>
    public static Decision Made(
        Order order, int n, string providerId, Money amount, DateTimeOffset now) => RefundTransitions.Find(order, n) switch
        {
            { IsUnderWay: true } refund when refund.ProviderId is null || refund.ProviderId == providerId =>
                RefundTransitions.Complete(order, n, providerId, now),
            { } refund when refund.ProviderId == providerId => Decision.Nothing,
            _ => Known(order, providerId, amount, isCompleted: true, now)
                ?? Add(order, New(order, RefundReason.Adopted) with { Amount = amount, ProviderId = providerId }, isCompleted: true, now),
        };

    private static Decision? Known(Order order, string providerId, Money amount, bool isCompleted, DateTimeOffset now)
    {
        if (order.Capture is not { } capture)
            return Decision.Nothing;
        if (order.Refunds.FirstOrDefault(r => r.ProviderId == providerId) is { } known)
            return isCompleted ? RefundTransitions.Complete(order, known.N, providerId, now) : Decision.Nothing;
        if (!capture.Late)
            return null;
        // The late capture's own refund cannot be made any more: this one stands for it.
        var open = order.Refunds.FirstOrDefault(
            r => r.Reason == RefundReason.LateCapture && r.State != RefundState.Completed && r.Amount == amount);
        return open is { } own && isCompleted
            ? RefundTransitions.Completed(order, own, providerId, now)
            : Decision.Nothing;
    }

    private static Decision Add(Order order, Refund made, bool isCompleted, DateTimeOffset now)
    {
        if (order.Refunds.Count(r => r.Reason == RefundReason.Adopted) >= MostAdopted)
        {
            return Decision.Refuse(
                "too-many-adopted",
                $"{MostAdopted} refunds of this order were made at PayPal before: {made.ProviderId}, of {made.Amount}, is not booked.");
        }

        // The provider gives no more back than was paid: with this one, an older one that had no answer was not made.
        if (made.Amount > order.Refundable
            && order.Refunds.LastOrDefault(r => r is { State: RefundState.Unknown or RefundState.Approved, ProviderId: null }) is { } notMade
            && RefundTransitions.Fail(order, notMade.N, MadeElsewhere, now).Change is { } failed)
        {
            return Add(failed.Order, made, isCompleted, now).Change is { } more ? failed.Then(more) : failed;
        }

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
