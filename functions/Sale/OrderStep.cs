namespace ChatPay.Functions.Sale;

/// <summary>The steps that people follow an order by.</summary>
public enum OrderStepKind
{
    /// <summary>The seller has asked for payment.</summary>
    Requested,

    /// <summary>The buyer has paid.</summary>
    Paid,

    /// <summary>Everything that was not given up is marked as shipped, handed over or provided.</summary>
    Shipped,

    /// <summary>The buyer has confirmed that it has arrived.</summary>
    Delivered,

    /// <summary>The seller has been paid; for the seller and operators.</summary>
    PaidOut,

    /// <summary>All the money has been refunded to the buyer.</summary>
    Refunded,

    /// <summary>The request was declined, cancelled, or has expired.</summary>
    Ended,
}

/// <summary>The state of a step.</summary>
public enum OrderStepState
{
    /// <summary>It is complete.</summary>
    Done,

    /// <summary>It comes next, and somebody has to act.</summary>
    Current,

    /// <summary>It comes later.</summary>
    Upcoming,

    /// <summary>Something blocks it: a failed payment, a dispute, a held payout.</summary>
    Stopped,
}

/// <summary>A step of an order on the way to its end.</summary>
/// <param name="Step">Which one.</param>
/// <param name="Status">Its state.</param>
/// <param name="At">When it was completed, UTC; null before, and where the time is not kept.</param>
/// <param name="ExpectedAt">When it is completed or the order takes another path, UTC; for a payout, when it is due. Null when
/// unknown.</param>
public sealed record OrderStep(OrderStepKind Step, OrderStepState Status, DateTimeOffset? At, DateTimeOffset? ExpectedAt)
{
    /// <summary>All steps of an order, in order. <paramref name="status"/> is the one that the reader may see
    /// (<see cref="OrderStatuses"/>); <paramref name="tellsPayout"/> tells whether the reader sees the payout.</summary>
    public static IReadOnlyList<OrderStep> Of(Order order, OrderStatus status, bool tellsPayout)
    {
        var requested = new OrderStep(OrderStepKind.Requested, OrderStepState.Done, order.SentAt, null);
        if (status is OrderStatus.Cancelled or OrderStatus.Declined or OrderStatus.Expired && order.Capture is null)
            return [requested, new(OrderStepKind.Ended, OrderStepState.Stopped, null, null)];

        var paid = order.Capture is { } capture
            ? new OrderStep(OrderStepKind.Paid, OrderStepState.Done, capture.At, null)
            : new OrderStep(
                OrderStepKind.Paid,
                status == OrderStatus.PaymentFailed ? OrderStepState.Stopped : OrderStepState.Current,
                null,
                Requests.RequestTransitions.EndsAt(order));
        if (status == OrderStatus.Refunded || (order.Capture is not null && order.Request != RequestState.Accepted))
            return [requested, paid, new(OrderStepKind.Refunded, Reached(status == OrderStatus.Refunded, true), null, null)];

        var isStopped = status is OrderStatus.InDispute or OrderStatus.DisputeDecided or OrderStatus.Refunding;
        var fulfilled = order.FulfilledAt;
        var delivered = fulfilled is not null && order.LiveShipments.All(s => s.DeliveredAt is not null);
        List<OrderStep> steps =
        [
            requested,
            paid,
            new(
                OrderStepKind.Shipped,
                Reached(fulfilled is not null, order.Capture is not null, isStopped),
                fulfilled,
                fulfilled is null ? order.ShipBy : null),
            new(
                OrderStepKind.Delivered,
                // Whether it comes next must not reveal the payout to the buyer.
                Reached(delivered, fulfilled is not null && !(tellsPayout && order.IsPaidOut), isStopped),
                delivered ? order.LiveShipments.Max(s => s.DeliveredAt) : null,
                null),
        ];
        if (tellsPayout)
        {
            var paidOut = order.IsPaidOut || order.IsSettledByDebts;
            steps.Add(new(
                OrderStepKind.PaidOut,
                Reached(paidOut, fulfilled is not null, isStopped || status == OrderStatus.PayoutHeld),
                order.CurrentPayout?.PaidAt,
                paidOut ? null : order.DueAt));
        }

        return steps;
    }

    private static OrderStepState Reached(bool isDone, bool isNext, bool isStopped = false) =>
        isDone ? OrderStepState.Done : !isNext ? OrderStepState.Upcoming : isStopped ? OrderStepState.Stopped : OrderStepState.Current;
}
