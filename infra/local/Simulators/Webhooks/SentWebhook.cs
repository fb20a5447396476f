namespace ChatPay.Local.Simulators.Webhooks;

/// <summary>A webhook that a simulator sends or has sent.</summary>
/// <param name="Number">In the order of their making, unique for each sending.</param>
/// <param name="Id">The provider's id of the event; a resent event keeps it.</param>
/// <param name="Type">The provider's name of the event.</param>
/// <param name="Body">The body as sent, byte for byte (UTF-8).</param>
/// <param name="Transmission">The id of this sending; its retries keep it.</param>
/// <param name="Created">When it was made (UTC); retries keep it.</param>
/// <param name="State">Whether it has arrived.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="LastAnswer">The last HTTP status; null before the first and when there was no answer.</param>
public sealed record SentWebhook(
    long Number, string Id, string Type, string Body, string Transmission, DateTimeOffset Created,
    WebhookState State, int Attempts, int? LastAnswer)
{
    /// <summary>The headers it is sent with.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>Whether a webhook has arrived.</summary>
public enum WebhookState
{
    /// <summary>Not answered with 2xx yet.</summary>
    Pending,

    /// <summary>Answered with 2xx.</summary>
    Delivered,

    /// <summary>Told within another, and not by itself.</summary>
    Combined,

    /// <summary>Refused as often as the provider tries.</summary>
    GivenUp,
}
