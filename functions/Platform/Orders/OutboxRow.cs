using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>An effect that an order's commit has promised. It is carried out after the commit, at least once, and then the row
/// is deleted. One of the three is set.</summary>
public sealed record OutboxRow
{
    /// <summary>Starts an orchestration.</summary>
    public OrchestrationStart? Start { get; init; }

    /// <summary>Raises an event to the order's orchestration.</summary>
    public string? Signal { get; init; }

    /// <summary>Of a signal, and of the start of the order's own orchestration: where the order stands since this commit
    /// (<see cref="OrderProgress.ToNews"/>); null in rows from before it was told.</summary>
    public string? News { get; init; }

    /// <summary>Tells the conversation, operators, the seller and other systems.</summary>
    public OrderNotice? Notice { get; init; }

    /// <summary>Who has been told of the notice already; the others are told yet.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Whether it tells somebody something.</summary>
    [JsonIgnore]
    public bool IsNotice => Notice is not null;

    /// <summary>Whether it tells the provider of a shipment. Who tells the others tries it first; the orchestration is started when that
    /// fails.</summary>
    [JsonIgnore]
    public bool IsReport => Start is { Name: OrderOrchestrations.Tracking };

    /// <summary>Whether it drives the order: money may depend on it.</summary>
    [JsonIgnore]
    public bool IsDriving => !IsNotice && !IsReport;
}

/// <summary>What the conversation is told about an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ConversationId">Its conversation.</param>
/// <param name="SellerId">Whose sale it is.</param>
/// <param name="Entry">The timeline entry; its number makes a repeat recognisable.</param>
public sealed record OrderNotice(string OrderId, string ConversationId, string SellerId, TimelineEntry Entry)
{
    /// <summary>Names it wherever a repeat has to be recognised: in queues, in the feed, as a mail.</summary>
    [JsonIgnore]
    public string Key => $"{OrderId}-{Entry.Number}";
}
