using System.Text.Json.Serialization;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>Something that an operator has to look at. It refers to things by id only: no identity data, no address.</summary>
/// <param name="Id">Derived from kind and subject, so that a repeat of the cause does not create a second alert.</param>
/// <param name="Kind">Stable, for programs, such as <c>refund-refused</c>.</param>
/// <param name="Subject">What it is about: the key of a refund or payout, an order, a batch, a capture.</param>
/// <param name="What">What has happened.</param>
/// <param name="ToDo">What to do about it.</param>
/// <param name="OpenedAt">UTC.</param>
public sealed record OperatorAlert(string Id, string Kind, string Subject, string What, string ToDo, DateTimeOffset OpenedAt)
{
    /// <summary>The order that it concerns, if any.</summary>
    public string? OrderId { get; init; }

    /// <summary>When it was resolved, UTC; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The operator's note, or why it resolved itself.</summary>
    public string? Resolution { get; init; }

    /// <summary>The operator's id, or <see cref="OperatorAlerts.ByItself"/>.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>How often it was reopened, because its cause continued or came back.</summary>
    public int Reopened { get; init; }

    [JsonIgnore]
    public bool IsOpen => ResolvedAt is null;
}
