namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>A batch on the list of unfinished ones.</summary>
/// <param name="Id">The batch id.</param>
/// <param name="Read">The batch; null if it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
public readonly record struct OpenPayoutBatch(string Id, StoredPayoutBatch? Read, Exception? Fault);
