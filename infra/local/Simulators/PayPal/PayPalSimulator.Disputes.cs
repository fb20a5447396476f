using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

public sealed partial class PayPalSimulator
{
    public IReadOnlyList<SimulatedDispute> Disputes => _books.Read(t => t.Connection.All<SimulatedDispute>());

    /// <summary>What open disputes keep back of the merchant's money, in cents of US dollars; it is not in the balance.</summary>
    public long WithheldByDisputes => _books.Read(t => t.WithheldByDisputes("USD"));

    /// <summary>The buyer, or the buyer's bank, disputes a payment.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to dispute.</exception>
    public Task<SimulatedDispute> OpenDisputeAsync(string captureId, DisputePlan? plan = null) =>
        ActAsync(transaction => DisputeSteps.Open(transaction, captureId, plan ?? new DisputePlan()));

    /// <summary>An open dispute waits for somebody else: OPEN, WAITING_FOR_BUYER_RESPONSE, WAITING_FOR_SELLER_RESPONSE,
    /// UNDER_REVIEW.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public Task<SimulatedDispute> MoveDisputeAsync(string disputeId, string status) =>
        ActAsync(transaction => DisputeSteps.Become(transaction, DisputeSteps.Find(transaction, disputeId), status));

    /// <summary>The reviewer decides, or the buyer cancels.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public Task<SimulatedDispute> ResolveDisputeAsync(string disputeId, DisputeResolution resolution) =>
        ActAsync(transaction => DisputeSteps.Resolve(transaction, DisputeSteps.Find(transaction, disputeId), resolution));

    /// <summary>The buyer wins all that was disputed, and the seller pays the usual fee.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public Task<SimulatedDispute> LoseDisputeAsync(string disputeId) => ActAsync(transaction =>
    {
        var dispute = DisputeSteps.Find(transaction, disputeId);
        return DisputeSteps.Resolve(transaction, dispute, DisputeResolution.BuyerWins(dispute));
    });

    /// <summary>A resolved dispute goes on: an appeal, pre-arbitration.</summary>
    /// <exception cref="InvalidOperationException">It is open.</exception>
    public Task<SimulatedDispute> ReopenDisputeAsync(string disputeId) =>
        ActAsync(transaction => DisputeSteps.Reopen(transaction, DisputeSteps.Find(transaction, disputeId)));
}
