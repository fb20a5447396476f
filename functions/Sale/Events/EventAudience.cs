namespace ChatPay.Functions.Sale.Events;

/// <summary>Who of an order's two sides may see an event in its timeline. Operators see everything.</summary>
public enum EventAudience
{
    /// <summary>Buyer and seller.</summary>
    Everybody,

    /// <summary>Buyer and seller; its detail, such as the provider's code, only the seller.</summary>
    EverybodyWithoutDetail,

    /// <summary>The seller alone: the seller's money, and what the seller is reminded of.</summary>
    Seller,
}

/// <summary>An event as each side sees it. The buyer is shown what the catalogue says is for the buyer, and nothing else.</summary>
public static class EventAudiences
{
    /// <summary>The event as the buyer sees it; null when it is none of the buyer's business.</summary>
    public static OrderEvent? ForBuyer(OrderEvent happened) => OrderEventCatalogue.Of(happened.Type).Audience switch
    {
        EventAudience.Everybody => happened,
        EventAudience.EverybodyWithoutDetail => happened with { Detail = null },
        _ => null,
    };
}
