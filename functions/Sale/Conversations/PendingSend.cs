namespace ChatPay.Functions.Sale.Conversations;

/// <summary>A message that has yet to be sent to the buyer on Instagram. It waits in the conversation's partition until it is sent
/// or refused for good; outside the 24-hour window, until the buyer writes again.</summary>
/// <param name="PayOrderId">The order whose pay link goes with the text. The link is created when the message is sent and never
/// stored: it lets its bearer pay.</param>
public sealed record PendingSend(string? PayOrderId = null)
{
    /// <summary>The language in which it is sent. It stays, so that the echo of an attempt without an answer is recognised.</summary>
    public string? Language { get; init; }

    /// <summary>The replies to offer; null offers those that go with the order's news.</summary>
    public IReadOnlyList<OfferedReply>? Replies { get; init; }

    /// <summary>Whether the replies also come on a card, where they stay: for what is answered later.</summary>
    public bool AsCard { get; init; }

    /// <summary>The message's number in the conversation.</summary>
    public int Number { get; init; }

    /// <summary>How many of the Instagram messages that it takes have been sent.</summary>
    public int Sent { get; init; }

    /// <summary>When an attempt ended without an answer, UTC: the user may have it. The echo tells.</summary>
    public DateTimeOffset? UncertainSince { get; init; }
}
