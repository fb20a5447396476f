using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Requests;

/// <summary>How a payment request ends without payment. Once capturing, all three are refused: money is moving.</summary>
public static class RequestTransitions
{
    /// <summary>The buyer declines the request.</summary>
    public static Decision Decline(Order order) => order.Request == RequestState.Declined
        ? Decision.Nothing
        : End(order, RequestState.Declined, OrderEventType.RequestDeclined);

    /// <summary>The seller cancels the request.</summary>
    public static Decision Cancel(Order order) => order.Request == RequestState.Cancelled
        ? Decision.Nothing
        : End(order, RequestState.Cancelled, OrderEventType.RequestCancelled);

    /// <summary>The seller edits the request: it is cancelled, and another replaces it. There is only one replacement: of all the
    /// edits of a request the buyer can pay the last. A request that the seller has already cancelled may still be
    /// replaced.</summary>
    public static Decision Replace(Order order, string by)
    {
        if (order.ReplacedBy is { } other)
        {
            return other == by
                ? Decision.Nothing
                : Decision.Refuse("request-replaced", $"The request has been replaced by {other} already: replace that one.");
        }

        if (order.Request == RequestState.Cancelled)
            return new OrderChange(order with { ReplacedBy = by });
        return Cancel(order) is { Change: { } cancelled }
            ? cancelled with
            {
                Order = cancelled.Order with { ReplacedBy = by },
            }
            : Cancel(order);
    }

    /// <summary>The request expires. An approval given before the end gets the grace period of the terms.</summary>
    public static Decision Expire(Order order, DateTimeOffset now)
    {
        if (order.Request == RequestState.Expired)
            return Decision.Nothing;
        return now < EndsAt(order)
            ? Decision.Refuse("not-expired", $"The request is valid until {EndsAt(order):O}.")
            : End(order, RequestState.Expired, OrderEventType.RequestExpired);
    }

    /// <summary>When the request ends: its expiry, or later if the buyer approved in time.</summary>
    public static DateTimeOffset EndsAt(Order order) =>
        order.CurrentCheckout?.ApprovedAt is { } approved && approved <= order.ExpiresAt
            ? order.ExpiresAt + order.Terms.ApprovalGrace
            : order.ExpiresAt;

    private static Decision End(Order order, RequestState state, OrderEventType happened) => order switch
    {
        { Request: not RequestState.Sent } =>
            Decision.Refuse("request-ended", $"{OrderSentences.OfRequest(order)} already."),
        { CurrentCheckout.State: CheckoutState.CapturePending } when state != RequestState.Expired =>
            EndWhilePending(order, state, happened),
        { CurrentCheckout.State: CheckoutState.Capturing or CheckoutState.Unknown or CheckoutState.CapturePending } =>
            Decision.Refuse("payment-in-progress", "The buyer is paying right now. Wait for the outcome; a paid order can be refunded."),
        _ => new OrderChange(Voided(order) with { Request = state }) { Events = [new(happened)] },
    };

    // Race 1: a pending capture becomes "refund when it lands".
    private static OrderChange EndWhilePending(Order order, RequestState state, OrderEventType happened) =>
        new(order with { Request = state }) { Events = [new(happened)] };

    private static Order Voided(Order order) => order.CurrentCheckout is { State: CheckoutState.Created or CheckoutState.Approved } open
        ? order.With(open with { State = CheckoutState.Voided })
        : order;
}
