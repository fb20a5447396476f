using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Sale;

/// <summary>What the orchestration needs to know of an order, and no more: its history keeps every answer.</summary>
/// <param name="Stage">Which part of the sale the order is in.</param>
/// <param name="Deadline">When that part ends by itself, UTC; null when it does not.</param>
/// <param name="CheckoutOpen">Whether the provider can be asked about a payment.</param>
public sealed record OrderProgress(OrderStage Stage, DateTimeOffset? Deadline, bool CheckoutOpen)
{
    private static readonly JsonSerializerOptions News = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>When the seller is reminded to ship, UTC; null when not.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>Grows with every change that somebody is told of: of two, the one with the greater is newer. 0 in histories from before it
    /// was kept.</summary>
    public int Version { get; init; }

    public static OrderProgress Of(Order order)
    {
        var stage = StageOf(order);
        DateTimeOffset? deadline = stage switch
        {
            OrderStage.AwaitingPayment => RequestTransitions.EndsAt(order),
            // With a case open nothing is refunded here: looked at again when it is decided.
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

    /// <summary>As an event carries it.</summary>
    public string ToNews() => JsonSerializer.Serialize(this, News);

    /// <summary>What an event tells; null when it tells nothing that this build understands.</summary>
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
            // What was kept for a debt has been paid to the seller, in its way.
            { IsPaidOut: true } or { CurrentPayout.WasForNothing: true, KeptForDebts.MinorUnits: > 0 } => OrderStage.PaidOut,
            { CurrentPayout.WasForNothing: true } => OrderStage.Refunded,
            { CurrentPayout: null or { State: PayoutState.NothingDue } } => OrderStage.InHold,
            _ => OrderStage.PayingOut,
        };
}

/// <summary>The parts of a sale, in their order. Written by name: histories outlive a new part in between.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStage>))]
public enum OrderStage
{
    AwaitingPayment,
    Paying,

    /// <summary>Declined, cancelled or expired. What lands later is refunded by an orchestration of its own.</summary>
    Unpaid,
    ToShip,
    InHold,
    PayingOut,
    PaidOut,

    /// <summary>A refund of its own orchestration has taken over, or refunds have left nothing to pay out.</summary>
    Refunded,
}
