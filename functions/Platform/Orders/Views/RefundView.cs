using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A refund as buyer and seller see it.</summary>
public sealed record RefundView
{
    public required string Id { get; init; }

    public required int Number { get; init; }

    public required RefundState Status { get; init; }

    public required RefundReason Reason { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Lines that will no longer be shipped.</summary>
    public required IReadOnlyList<int> Lines { get; init; }

    /// <summary>Refunded lines that had been shipped.</summary>
    public required IReadOnlyList<int> ReturnedLines { get; init; }

    /// <summary>The message with the refund, for the other side.</summary>
    public string? Message { get; init; }

    /// <summary>The message with the denial.</summary>
    public string? DecisionMessage { get; init; }

    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When it was decided; while undecided, when it was requested.</summary>
    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The provider's reason for refusing it; for the seller and operators.</summary>
    public string? Failure { get; init; }

    internal static RefundView Of(Order order, Refund refund, bool seesFailure) => new()
    {
        Id = Refund.Key(order.Id, refund.Number),
        Number = refund.Number,
        Status = refund.State,
        Reason = refund.Reason,
        Amount = refund.Amount,
        Lines = refund.Lines,
        ReturnedLines = refund.ReturnedLines,
        Message = refund.Message,
        DecisionMessage = refund.DecisionMessage,
        RequestedAt = refund.RequestedAt,
        At = refund.At,
        CompletedAt = refund.CompletedAt,
        Failure = seesFailure ? refund.Failure : null,
    };
}
