namespace ChatPay.Local.Simulators.Webhooks;

/// <summary>A webhook that a simulator sends or has sent.</summary>
/// <param name="Number">A number in the order of creation, unique for each sending.</param>
/// <param name="Id">The provider's id of the event; a resent event keeps it.</param>
/// <param name="Type">The provider's name of the event.</param>
/// <param name="Body">The exact body as sent (UTF-8).</param>
/// <param name="Transmission">The id of this sending; its retries keep it.</param>
/// <param name="Created">When it was created (UTC); retries keep it.</param>
/// <param name="State">The delivery state.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="LastAnswer">The last HTTP status; null before the first attempt and when there was no response.</param>
public sealed record SentWebhook(
    long Number, string Id, string Type, string Body, string Transmission, DateTimeOffset Created,
    WebhookState State, int Attempts, int? LastAnswer)
{
    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>The delivery state of a webhook.</summary>
public enum WebhookState
{
    /// <summary>Not answered with 2xx yet.</summary>
    Pending,

    /// <summary>Answered with 2xx.</summary>
    Delivered,

    /// <summary>Sent as a part of another webhook.</summary>
    Combined,

    /// <summary>Failed as often as the provider tries.</summary>
    GivenUp,
}
