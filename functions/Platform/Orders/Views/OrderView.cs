using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>An order as its buyer and seller see it.</summary>
public sealed record OrderView
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required string SellerId { get; init; }

    public required string BuyerId { get; init; }

    /// <summary>Where it stands. What concerns the payout alone is told to the seller and to operators only.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The same in English, for people.</summary>
    public required string StatusText { get; init; }

    /// <summary>The steps of the order with their dates, to draw its way by. The payout is told to the seller and to operators
    /// only.</summary>
    public required IReadOnlyList<OrderStep> Progress { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required Money Shipping { get; init; }

    public required Money Tax { get; init; }

    public required Money Total { get; init; }

    public required FulfilmentKind Kind { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When the request ends unpaid; null once it is paid or has ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? ShipBy { get; init; }

    /// <summary>For the seller, when the order is read by itself and there is something to ship: where to.</summary>
    public ShipToAddress? ShipTo { get; init; }

    /// <summary>More time to ship that the seller has asked for, and how the buyer answered.</summary>
    public ShipByExtensionView? ShipByExtension { get; init; }

    public required IReadOnlyList<ShipmentView> Shipments { get; init; }

    public Money? Refunded { get; init; }

    /// <summary>What was asked for, decided, and has gone back; absent when nothing was.</summary>
    public IReadOnlyList<RefundView>? Refunds { get; init; }

    /// <summary>For the seller: what will be or was paid out, and when it is due.</summary>
    public PayoutView? Payout { get; init; }

    /// <summary>For the seller: what is kept back of the payout; absent when nothing is.</summary>
    public ReserveView? Reserve { get; init; }

    /// <summary>Disputes at the provider; absent when there is none.</summary>
    public IReadOnlyList<DisputeView>? Cases { get; init; }

    /// <summary>What the buyer has complained about; absent when nothing was.</summary>
    public IReadOnlyList<ComplaintView>? Complaints { get; init; }

    /// <summary>For the seller, when the order is read by itself: what holds the payout back now.</summary>
    public IReadOnlyList<PayoutBlockCause>? Blocks { get; init; }

    public string? Replaces { get; init; }

    /// <summary>What the caller can do now, by the last part of the path.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }

    /// <summary>The seller's share, seen by the seller and the operator.</summary>
    public sealed record PayoutView(Money Amount, DateTimeOffset? DueAt, PayoutState? Status, DateTimeOffset? PaidAt, string? Failure)
    {
        /// <summary>What was kept of it for what the seller owed; absent when nothing was.</summary>
        public Money? KeptForDebts { get; init; }
    }

    /// <summary>What is left of the reserve, and when it ends, UTC.</summary>
    public sealed record ReserveView(Money Amount, DateTimeOffset Until);

    /// <summary>Whether the caller is the order's own seller.</summary>
    internal static bool IsSeller(Order order, Caller caller) =>
        (OrderAccess.PartiesOf(order, caller) & OrderParty.Seller) != OrderParty.None;

    /// <summary>The status as this caller may see it.</summary>
    internal static OrderStatus StatusFor(Order order, Caller caller) =>
        caller.Is(Role.Operator) || IsSeller(order, caller) ? OrderStatuses.ForSeller(order) : OrderStatuses.Of(order);

    public static OrderView For(Order order, Caller caller)
    {
        var isBuyer = (OrderAccess.PartiesOf(order, caller) & OrderParty.Buyer) != OrderParty.None;
        var isSeller = IsSeller(order, caller);
        var status = StatusFor(order, caller);
        return new OrderView
        {
            Id = order.Id,
            ConversationId = order.ConversationId,
            SellerId = order.SellerId,
            BuyerId = order.BuyerId,
            Status = status,
            StatusText = OrderStatusText.Of(status),
            Progress = OrderStep.Of(order, status, tellsPayout: isSeller || caller.Is(Role.Operator)),
            Lines = order.Lines,
            Shipping = order.Shipping,
            Tax = order.Tax,
            Total = order.Total,
            Kind = order.Kind,
            SentAt = order.SentAt,
            ExpiresAt = order.Request == RequestState.Sent ? RequestTransitions.EndsAt(order) : null,
            ShipBy = order.FulfilledAt is null ? order.ShipBy : null,
            ShipByExtension = ShipByExtensionView.Of(order.Extension),
            Shipments = [.. order.Shipments.Select(ShipmentView.Of)],
            Refunded = order.Refunds.Count > 0 ? order.Refunded : null,
            Refunds = order.Refunds.Count > 0 ? [.. order.Refunds.Select(r => RefundView.Of(order, r, seesFailure: !isBuyer))] : null,
            Payout =
                order.Capture is { Late: false } && (isSeller || caller.Is(Role.Operator))
                    ? new PayoutView(
                        order.CurrentPayout?.Amount ?? order.Net,
                        order.DueAt,
                        order.CurrentPayout?.State,
                        order.CurrentPayout?.PaidAt,
                        order.CurrentPayout?.Failure)
                    {
                        KeptForDebts = order.KeptForDebts.MinorUnits > 0 ? order.KeptForDebts : null,
                    }
                    : null,
            Reserve =
                order.Reserve is { } reserve && (isSeller || caller.Is(Role.Operator))
                    ? new ReserveView(reserve.Amount, reserve.Until)
                    : null,
            Cases = order.Disputes.Count > 0 ? [.. order.Disputes.Select(DisputeView.Of)] : null,
            Complaints = order.Complaints.Count > 0 ? [.. order.Complaints.OrderBy(c => c.Number).Select(ComplaintView.Of)] : null,
            Replaces = order.Replaces,
            AllowedActions = [.. Actions(order, isBuyer, isSeller, caller.Is(Role.Operator))],
        };
    }

    private static IEnumerable<string> Actions(Order order, bool isBuyer, bool isSeller, bool isOperator)
    {
        var payable = order.Request == RequestState.Sent
            && order.CurrentCheckout?.State is not (CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown);
        if (isBuyer && payable)
            yield return "checkout";
        if (isBuyer && payable && order.CurrentCheckout?.ProviderOrderId is not null)
            yield return "capture";
        if (isBuyer && payable)
            yield return "decline";
        if (isSeller && payable)
            yield return "cancellation";
        if (isSeller && order.Capture is { Late: false } && order.UnshippedLines.Count > 0)
            yield return "shipments";
        if (order is { Capture.Late: false, UnshippedLines.Count: > 0 })
        {
            if (isSeller)
                yield return "ship-by-extension-request";
            if (isBuyer && order.Extension is { State: ExtensionState.Asked })
                yield return "ship-by-extension";
        }

        if (isOperator)
        {
            foreach (var doubtful in order.LiveShipments.Where(s => s.UnderReview))
                yield return $"shipments/{doubtful.Id}/tracking-acceptance";
        }

        if (isBuyer && order.LiveShipments.Any(s => s.DeliveredAt is null))
            yield return "delivery-confirmation";
        if (isBuyer && order is { Capture.Late: false, OpenComplaint: null })
            yield return "complaints";
        if (order.OpenComplaint is { } complaint)
        {
            if (isBuyer)
                yield return $"complaints/{complaint.Number}/withdrawal";
            if (isSeller || isOperator)
                yield return $"complaints/{complaint.Number}/decision";
        }

        foreach (var open in order.Disputes.Where(c => c.IsOpen && isSeller))
        {
            if (open.WaitsForSeller && order.LiveShipments.Any(s => s.HasTracking))
                yield return $"cases/{open.Id}/evidence";
            if (open.CanBeAccepted)
                yield return $"cases/{open.Id}/acceptance";
        }

        if (order.OpenDispute is not null || order.Refundable <= Money.Zero(order.Terms.Currency))
            yield break;

        if (isBuyer && !order.Refunds.Any(r => r.State == RefundState.Requested))
            yield return "refund-requests";
        if (RefundDecisions.PayoutIsUnderWay(order) is not null)
            yield break;

        if (!order.Refunds.Any(r => r.IsUnderWay) && (isSeller || isOperator))
            yield return "refunds";
        if (order.Refunds.FirstOrDefault(r => r.State == RefundState.Requested) is { } asked && (isSeller || isOperator))
            yield return $"refund-requests/{asked.Number}/decision";
    }
}
