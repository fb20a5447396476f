namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A webhook registration.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="EventTypes">The types of events that are sent.</param>
/// <param name="Id">PayPal's id, which every signature covers; null in a request.</param>
public sealed record PayPalWebhookRegistration(Uri Url, IReadOnlyList<PayPalEventType> EventTypes, string? Id = null);

/// <summary>An event type.</summary>
public sealed record PayPalEventType(string Name);

/// <summary>All registrations of the app.</summary>
public sealed record PayPalWebhookList(IReadOnlyList<PayPalWebhookRegistration>? Webhooks = null);

/// <summary>A patch that replaces the event types.</summary>
public sealed record PayPalEventTypesPatch(string Op, string Path, IReadOnlyList<PayPalEventType> Value)
{
    public static PayPalEventTypesPatch Of(IReadOnlyList<PayPalEventType> types) => new("replace", "/event_types", types);
}
