using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

public sealed partial class PayPalSimulator
{
    public IReadOnlyList<SimulatedDispute> Disputes => _books.Read(t => t.Connection.All<SimulatedDispute>());

    /// <summary>The amount that open disputes withhold from the merchant, in cents of US dollars; not part of the balance.</summary>
    public long WithheldByDisputes => _books.Read(t => t.WithheldByDisputes("USD"));

    /// <summary>The buyer, or the buyer's bank, disputes a payment.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to dispute.</exception>
    public Task<SimulatedDispute> OpenDisputeAsync(string captureId, DisputePlan? plan = null) =>
        ActAsync(transaction => DisputeSteps.Open(transaction, captureId, plan ?? new DisputePlan()));

    /// <summary>Changes whom an open dispute waits for: OPEN, WAITING_FOR_BUYER_RESPONSE, WAITING_FOR_SELLER_RESPONSE,
    /// UNDER_REVIEW.</summary>
    /// <exception cref="InvalidOperationException">The dispute is not open.</exception>
    public Task<SimulatedDispute> MoveDisputeAsync(string disputeId, string status) =>
        ActAsync(transaction => DisputeSteps.Become(transaction, DisputeSteps.Find(transaction, disputeId), status));

    /// <summary>Resolves a dispute: PayPal decides, or the buyer cancels.</summary>
    /// <exception cref="InvalidOperationException">The dispute is not open.</exception>
    public Task<SimulatedDispute> ResolveDisputeAsync(string disputeId, DisputeResolution resolution) =>
        ActAsync(transaction => DisputeSteps.Resolve(transaction, DisputeSteps.Find(transaction, disputeId), resolution));

    /// <summary>Resolves a dispute in full for the buyer; the seller pays the usual fee.</summary>
    /// <exception cref="InvalidOperationException">The dispute is not open.</exception>
    public Task<SimulatedDispute> LoseDisputeAsync(string disputeId) => ActAsync(transaction =>
    {
        var dispute = DisputeSteps.Find(transaction, disputeId);
        return DisputeSteps.Resolve(transaction, dispute, DisputeResolution.BuyerWins(dispute));
    });

    /// <summary>Reopens a resolved dispute: an appeal, or pre-arbitration.</summary>
    /// <exception cref="InvalidOperationException">The dispute is open.</exception>
    public Task<SimulatedDispute> ReopenDisputeAsync(string disputeId) =>
        ActAsync(transaction => DisputeSteps.Reopen(transaction, DisputeSteps.Find(transaction, disputeId)));
}
