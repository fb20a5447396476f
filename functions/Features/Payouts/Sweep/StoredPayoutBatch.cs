using Azure;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>A batch and its version. Whoever has read it goes on with it: what another writes meanwhile refuses the version.</summary>
public readonly record struct StoredPayoutBatch(PayoutBatch Batch, ETag Version)
{
    /// <summary>Whether the write that settled it has finished it as well.</summary>
    public bool IsClosed { get; init; }
}
