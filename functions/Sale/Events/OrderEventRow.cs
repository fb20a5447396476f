namespace ChatPay.Functions.Sale.Events;

/// <summary>What holds for an event, whatever order it happens to.</summary>
/// <param name="Name">Its name outside, such as <c>paid</c>.</param>
/// <param name="Audience">Who of buyer and seller sees it.</param>
public sealed record OrderEventRow(string Name, EventAudience Audience)
{
    /// <summary>The <see cref="OrderSignals"/> to raise; none for what the orchestration does itself or does not wait for. A refund may
    /// end whichever part the order is in: the last line to ship, the hold, the wait for the payout.</summary>
    public IReadOnlyList<string> Wakes { get; init; } = [];

    /// <summary>What the seller is mailed about: what wants to be done, and money that arrives or does not. Null when it can wait until the
    /// seller looks.</summary>
    public SellerMailTopic? Mail { get; init; }

    /// <summary>What an operator has to look at; null for what goes on by itself.</summary>
    public OrderAlertKind? Raises { get; init; }

    /// <summary>What an operator need no longer look at, unless its cause is there all the same.</summary>
    public IReadOnlyList<OrderAlertKind> Ends { get; init; } = [];

    /// <summary>Whether its detail is a code of PayPal, for which people are told words.</summary>
    public bool DetailIsACode { get; init; }

    /// <summary>The version of its public form; a change that would break a reader is another one.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Its type for other systems, such as <c>chatpay.order.paid.v1</c>; also the name of the JSON schema of its data.</summary>
    public string PublicType => $"chatpay.order.{Name}.v{Version}";
}
