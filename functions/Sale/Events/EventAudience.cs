namespace ChatPay.Functions.Sale.Events;

/// <summary>Who of buyer and seller may see an event in the timeline. Operators see everything.</summary>
public enum EventAudience
{
    /// <summary>Buyer and seller.</summary>
    Everybody,

    /// <summary>Buyer and seller; the detail, such as the provider's code, only for the seller.</summary>
    EverybodyWithoutDetail,

    /// <summary>The seller alone: the seller's money, and the seller's reminders.</summary>
    Seller,
}

/// <summary>An event as each side sees it. The buyer sees what the catalogue marks for the buyer, and nothing else.</summary>
public static class EventAudiences
{
    /// <summary>The event as the buyer sees it; null when the buyer does not see it.</summary>
    public static OrderEvent? ForBuyer(OrderEvent happened) => OrderEventCatalogue.Of(happened.Type).Audience switch
    {
        EventAudience.Everybody => happened,
        EventAudience.EverybodyWithoutDetail => happened with { Detail = null },
        _ => null,
    };
}
