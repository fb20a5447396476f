using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Sale;

/// <summary>What the orchestration needs to know of an order, and no more: its history keeps every result.</summary>
/// <param name="Stage">The stage of the sale.</param>
/// <param name="Deadline">When the stage ends by itself, UTC; null when it does not.</param>
/// <param name="CheckoutOpen">Whether the provider can be asked about a payment.</param>
public sealed record OrderProgress(OrderStage Stage, DateTimeOffset? Deadline, bool CheckoutOpen)
{
    private static readonly JsonSerializerOptions News = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>When the seller is reminded to ship, UTC; null for never.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>Grows with every change that is announced: the greater of two is newer. 0 in histories from before it was
    /// kept.</summary>
    public int Version { get; init; }

    public static OrderProgress Of(Order order)
    {
        var stage = StageOf(order);
        DateTimeOffset? deadline = stage switch
        {
            OrderStage.AwaitingPayment => RequestTransitions.EndsAt(order),
            // With a dispute open nothing is refunded here: checked again when it is decided.
            OrderStage.ToShip when order.OpenDispute is null => order.ShipBy,
            OrderStage.InHold => order.DueAt,
            _ => null,
        };
        var open =
            order.CurrentCheckout is
            { ProviderOrderId: not null, State: not (CheckoutState.Failed or CheckoutState.Voided or CheckoutState.Captured) };
        return new OrderProgress(stage, deadline, open)
        {
            RemindAt = stage == OrderStage.ToShip && deadline is not null ? ShipByTransitions.NextReminder(order) : null,
            Version = order.Rows,
        };
    }

    /// <summary>The form that an external event carries.</summary>
    public string ToNews() => JsonSerializer.Serialize(this, News);

    /// <summary>Parses an event's payload; null when this build does not understand it.</summary>
    public static OrderProgress? FromNews(string? news)
    {
        try
        {
            return news is null ? null : JsonSerializer.Deserialize<OrderProgress>(news, News);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OrderStage StageOf(Order order) =>
        order switch
        {
            { Capture: null, CurrentCheckout.State: CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown } =>
                OrderStage.Paying,
            { Request: RequestState.Sent } => OrderStage.AwaitingPayment,
            { Request: not RequestState.Accepted } => OrderStage.Unpaid,
            { UnshippedLines.Count: 0, FulfilledAt: null } => OrderStage.Refunded,
            { FulfilledAt: null } => OrderStage.ToShip,
            // What was kept for a debt has, in effect, been paid to the seller.
            { IsPaidOut: true } or { CurrentPayout.WasForNothing: true, KeptForDebts.MinorUnits: > 0 } => OrderStage.PaidOut,
            { CurrentPayout.WasForNothing: true } => OrderStage.Refunded,
            { CurrentPayout: null or { State: PayoutState.NothingDue } } => OrderStage.InHold,
            _ => OrderStage.PayingOut,
        };
}

/// <summary>The stages of a sale, in order. Serialised by name: histories outlive the insertion of a stage.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStage>))]
public enum OrderStage
{
    AwaitingPayment,
    Paying,

    /// <summary>Declined, cancelled or expired. A later capture is refunded by an orchestration of its own.</summary>
    Unpaid,
    ToShip,
    InHold,
    PayingOut,
    PaidOut,

    /// <summary>A refund with its own orchestration has taken over, or refunds have left nothing to pay out.</summary>
    Refunded,
}
