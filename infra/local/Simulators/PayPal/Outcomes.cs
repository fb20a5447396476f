using System.Collections.Concurrent;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>
/// The outcomes of later payments. Captures and refunds each use up one planned outcome, in order; the outcome for a payout receiver
/// stays. Without a planned outcome, everything succeeds. Kept in memory only; a payout item stores its outcome when it is created.
/// </summary>
public sealed class Outcomes
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<CaptureOutcome>> _captures = [];
    private readonly ConcurrentQueue<RefundOutcome> _refunds = [];
    private readonly ConcurrentDictionary<string, PayoutOutcome> _payouts = [];

    /// <summary>Whether the refusal of a repeated batch id leaves out the original batch, as PayPal sometimes does.</summary>
    public bool HidesOriginalBatch { get; set; }

    /// <summary>The fee of later payouts in basis points, as PayPal charges for most countries; null is 0.25 per item.</summary>
    public int? PayoutFeeBasisPoints { get; set; }

    /// <param name="outcome">How the capture ends.</param>
    /// <param name="orderId">The order; null for the next capture of any order.</param>
    public void NextCapture(CaptureOutcome outcome, string? orderId = null) => _captures.GetOrAdd(orderId ?? "", _ => []).Enqueue(outcome);

    public void NextRefund(RefundOutcome outcome) => _refunds.Enqueue(outcome);

    /// <param name="receiverOrItem">A receiver, or a <c>sender_item_id</c>.</param>
    /// <param name="outcome">How its items end.</param>
    public void Payout(string receiverOrItem, PayoutOutcome outcome) => _payouts[receiverOrItem] = outcome;

    /// <summary>Removes all planned outcomes.</summary>
    public void Clear()
    {
        HidesOriginalBatch = false;
        PayoutFeeBasisPoints = null;
        _captures.Clear();
        _refunds.Clear();
        _payouts.Clear();
    }

    internal CaptureOutcome TakeCapture(string orderId) => Take(orderId) ?? Take("") ?? CaptureOutcome.Completes;

    internal RefundOutcome TakeRefund() => _refunds.TryDequeue(out var outcome) ? outcome : RefundOutcome.Completes;

    internal PayoutOutcome For(string receiver, string? senderItemId) =>
        senderItemId is not null && _payouts.TryGetValue(senderItemId, out var own) ? own
        : _payouts.TryGetValue(receiver, out var outcome) ? outcome
        : PayoutOutcome.Succeeds;

    internal long PayoutFee(long cents) =>
        PayoutFeeBasisPoints is { } part ? ((cents * part) + 5_000) / 10_000 : SimulatedPayoutItem.ItemFee;

    private CaptureOutcome? Take(string key) =>
        _captures.TryGetValue(key, out var queue) && queue.TryDequeue(out var outcome) ? outcome : null;
}
