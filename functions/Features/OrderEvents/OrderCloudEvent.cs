using System.Text.Json.Serialization;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>Something that happened to an order, for other systems: CloudEvents 1.0, structured JSON. It refers to things by id and
/// carries no personal data; consumers read the order for more. A breaking change makes a new version of the type.</summary>
/// <param name="Id">The same for each delivery of the event.</param>
/// <param name="Source">This installation.</param>
/// <param name="Type">Such as <c>chatpay.order.paid.v1</c>.</param>
/// <param name="Subject">The order's id.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="DataSchema">The URL of the JSON schema of the data.</param>
/// <param name="Data">What happened.</param>
public sealed record OrderCloudEvent(
    string Id,
    Uri Source,
    string Type,
    string Subject,
    DateTimeOffset Time,
    [property: JsonPropertyName("dataschema")] Uri DataSchema,
    OrderCloudEvent.Content Data)
{
    /// <summary>Its media type as a message or over HTTP.</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>The version of CloudEvents.</summary>
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; } = "1.0";

    /// <summary>The media type of <see cref="Data"/>.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = "application/json";

    /// <param name="OrderId">The order's id.</param>
    /// <param name="ConversationId">Its conversation.</param>
    /// <param name="SellerId">The seller of the order.</param>
    /// <param name="Number">Its position in the order's timeline; later ones are greater.</param>
    /// <param name="Amount">The amount concerned; absent when there is none.</param>
    public sealed record Content(string OrderId, string ConversationId, string SellerId, int Number, Money? Amount);

    /// <summary>The event of a timeline entry.</summary>
    /// <param name="notice">The entry and its order.</param>
    /// <param name="here">The public URL of this installation.</param>
    public static OrderCloudEvent Of(OrderNotice notice, Uri here)
    {
        var type = OrderEventCatalogue.Of(notice.Entry.Event.Type).PublicType;
        return new OrderCloudEvent(
            notice.Key, here, type, notice.OrderId, notice.Entry.At, new Uri(here, "api/v1/event-schemas/" + type),
            new Content(notice.OrderId, notice.ConversationId, notice.SellerId, notice.Entry.Number, notice.Entry.Event.Amount));
    }
}
