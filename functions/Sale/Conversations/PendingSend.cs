namespace ChatPay.Functions.Sale.Conversations;

/// <summary>A message that has still to be sent to the buyer on Instagram. It waits in the conversation's partition until it
/// is sent, or refused for good; outside the 24-hour window until the buyer writes again.</summary>
/// <param name="PayOrderId">The order whose pay link goes with the text. The link itself is made when it is sent: it lets
/// its bearer pay, and is written down nowhere.</param>
public sealed record PendingSend(string? PayOrderId = null)
{
    /// <summary>What the buyer can tap under it; null offers what goes with the order's news.</summary>
    public IReadOnlyList<OfferedReply>? Replies { get; init; }

    /// <summary>Whether the replies come on a card too, where they stay: for what is answered later.</summary>
    public bool AsCard { get; init; }

    /// <summary>The message's number in the conversation.</summary>
    public int Number { get; init; }

    /// <summary>How many of the messages that it takes have been sent.</summary>
    public int Sent { get; init; }

    /// <summary>When an attempt ended without an answer, UTC: the user may have it. Its echo tells.</summary>
    public DateTimeOffset? UncertainSince { get; init; }
}
