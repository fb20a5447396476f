namespace ChatPay.Functions.Sale.Events;

/// <summary>The properties of an event type, whatever order it happens to.</summary>
/// <param name="Name">Its public name, such as <c>paid</c>.</param>
/// <param name="Audience">Who of buyer and seller sees it.</param>
public sealed record OrderEventRow(string Name, EventAudience Audience)
{
    /// <summary>The <see cref="OrderSignals"/> to raise; empty for what the orchestration does itself or does not wait for. A
    /// refund may end any stage that the order is in: the last line to ship, the hold, the wait for the payout.</summary>
    public IReadOnlyList<string> Wakes { get; init; } = [];

    /// <summary>The mail that the seller gets: about what needs doing, and about money that arrives or does not. Null when it can
    /// wait until the seller looks.</summary>
    public SellerMailTopic? Mail { get; init; }

    /// <summary>The operator alert that it raises; null for what resolves itself.</summary>
    public OrderAlertKind? Raises { get; init; }

    /// <summary>The operator alerts that it ends, unless their cause remains.</summary>
    public IReadOnlyList<OrderAlertKind> Ends { get; init; } = [];

    /// <summary>Whether the detail is a PayPal code, for which people are shown words.</summary>
    public bool DetailIsACode { get; init; }

    /// <summary>The version of its public schema; a breaking change makes a new one.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Its public event type, such as <c>chatpay.order.paid.v1</c>; also the name of the JSON schema of its
    /// data.</summary>
    public string PublicType => $"chatpay.order.{Name}.v{Version}";
}
