using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>An order as its buyer and seller see it.</summary>
public sealed record OrderView
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required string SellerId { get; init; }

    public required string BuyerId { get; init; }

    /// <summary>The status. The states of the payout are shown only to the seller and to operators.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The status in English, for people.</summary>
    public required string StatusText { get; init; }

    /// <summary>The steps of the order with their dates, for display. The payout is shown only to the seller and to
    /// operators.</summary>
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

    /// <summary>For the seller, when the order is read on its own and there is something to ship: the delivery address.</summary>
    public ShipToAddress? ShipTo { get; init; }

    /// <summary>The request for more time to ship, and the buyer's answer.</summary>
    public ShipByExtensionView? ShipByExtension { get; init; }

    public required IReadOnlyList<ShipmentView> Shipments { get; init; }

    public Money? Refunded { get; init; }

    /// <summary>All refunds: requested, decided and completed; absent when there are none.</summary>
    public IReadOnlyList<RefundView>? Refunds { get; init; }

    /// <summary>For the seller: the payout, and when it is due.</summary>
    public PayoutView? Payout { get; init; }

    /// <summary>For the seller: the part of the payout that is kept in reserve; absent when there is none.</summary>
    public ReserveView? Reserve { get; init; }

    /// <summary>Disputes at the provider; absent when there is none.</summary>
    public IReadOnlyList<DisputeView>? Cases { get; init; }

    /// <summary>The buyer's complaints; absent when there are none.</summary>
    public IReadOnlyList<ComplaintView>? Complaints { get; init; }

    /// <summary>For the seller, when the order is read on its own: what blocks the payout now.</summary>
    public IReadOnlyList<PayoutBlockCause>? Blocks { get; init; }

    public string? Replaces { get; init; }

    /// <summary>The calls that the caller can make now and that would change something: the path below this order to POST to, such
    /// as `refunds` or `complaints/1/withdrawal`; preceded by the verb if that is not POST, such as `DELETE shipments/shp-1`. Only
    /// this order is considered: the seller's account, the buyer's limit or PayPal may still refuse.</summary>
    public required IReadOnlyList<string> AllowedActions { get; init; }

    /// <summary>The seller's share, visible to the seller and to operators.</summary>
    public sealed record PayoutView(Money Amount, DateTimeOffset? DueAt, PayoutState? Status, DateTimeOffset? PaidAt, string? Failure)
    {
        /// <summary>The part that was kept for the seller's debts; absent when there was none.</summary>
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

    /// <param name="order">The order to render.</param>
    /// <param name="caller">The reader.</param>
    /// <param name="now">UTC.</param>
    public static OrderView For(Order order, Caller caller, DateTimeOffset now)
    {
        var parties = OrderAccess.PartiesOf(order, caller);
        var isBuyer = (parties & OrderParty.Buyer) != OrderParty.None;
        var isSeller = (parties & OrderParty.Seller) != OrderParty.None;
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
            AllowedActions = [.. OrderActions.For(order, parties, now)],
        };
    }
}
