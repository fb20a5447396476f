using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>An effect that an order's commit has enqueued. It is dispatched after the commit, at least once, and then the row is
/// deleted. One of the first three members is set.</summary>
public sealed record OutboxRow
{
    /// <summary>An orchestration to start.</summary>
    public OrchestrationStart? Start { get; init; }

    /// <summary>An event to raise to the order's orchestration.</summary>
    public string? Signal { get; init; }

    /// <summary>For a signal, and for the start of the order's own orchestration: the order's progress as of this commit
    /// (<see cref="OrderProgress.ToNews"/>); null in rows from before it was kept.</summary>
    public string? News { get; init; }

    /// <summary>A notice for the conversation, operators, the seller and other systems.</summary>
    public OrderNotice? Notice { get; init; }

    /// <summary>The recipients that have received the notice; the others are still to receive it.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Whether it is a notice.</summary>
    [JsonIgnore]
    public bool IsNotice => Notice is not null;

    /// <summary>Whether it reports a shipment to the provider. The publisher of the notices tries that first; the orchestration is
    /// started when it fails.</summary>
    [JsonIgnore]
    public bool IsReport => Start is { Name: OrderOrchestrations.Tracking };

    /// <summary>Whether it drives the order: money may depend on it.</summary>
    [JsonIgnore]
    public bool IsDriving => !IsNotice && !IsReport;
}

/// <summary>A notice about an order event.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="ConversationId">The order's conversation.</param>
/// <param name="SellerId">The seller of the order.</param>
/// <param name="Entry">The timeline entry; its number identifies a repeat.</param>
public sealed record OrderNotice(string OrderId, string ConversationId, string SellerId, TimelineEntry Entry)
{
    /// <summary>Identifies it wherever repeats are recognised: in queues, in the feed, as a mail.</summary>
    [JsonIgnore]
    public string Key => $"{OrderId}-{Entry.Number}";
}
