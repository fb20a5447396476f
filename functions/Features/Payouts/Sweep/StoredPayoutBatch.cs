using Azure;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>A batch and its version. A reader's next write fails if another run has written meanwhile.</summary>
public readonly record struct StoredPayoutBatch(PayoutBatch Batch, ETag Version)
{
    /// <summary>Whether the write that settled it has also finished it.</summary>
    public bool IsClosed { get; init; }
}
