using System.Text.Json.Serialization;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>Something that a person has to look at. It names things by ids only: no identity data, no address.</summary>
/// <param name="Id">Derived from kind and subject, so that a repeat of the cause makes no second one.</param>
/// <param name="Kind">Stable, for programs, such as <c>refund-refused</c>.</param>
/// <param name="Subject">What it is about: the key of a refund or payout, an order, a batch, a capture.</param>
/// <param name="What">What has happened.</param>
/// <param name="ToDo">What to do about it.</param>
/// <param name="OpenedAt">UTC.</param>
public sealed record OperatorAlert(string Id, string Kind, string Subject, string What, string ToDo, DateTimeOffset OpenedAt)
{
    /// <summary>The order that it belongs to, if any.</summary>
    public string? OrderId { get; init; }

    /// <summary>When it was done with, UTC; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>What the operator has written, or why it is over by itself.</summary>
    public string? Resolution { get; init; }

    /// <summary>The operator's id, or <see cref="OperatorAlerts.ByItself"/>.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>How often it was opened again, because its cause went on or came back.</summary>
    public int Reopened { get; init; }

    [JsonIgnore]
    public bool IsOpen => ResolvedAt is null;
}
