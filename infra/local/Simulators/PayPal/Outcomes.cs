using System.Collections.Concurrent;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>
/// How payments to come will end. Captures and refunds use up what was set for them, in order; what is set for a receiver
/// of payouts stays. What nothing was set for succeeds. Kept in memory only; a payout item takes its own with it when it is made.
/// </summary>
public sealed class Outcomes
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<CaptureOutcome>> _captures = [];
    private readonly ConcurrentQueue<RefundOutcome> _refunds = [];
    private readonly ConcurrentDictionary<string, PayoutOutcome> _payouts = [];

    /// <summary>A batch that is sent again under its id is refused without naming the first one, as PayPal does at times.</summary>
    public bool HidesOriginalBatch { get; set; }

    /// <summary>The fee of payouts to come in hundredths of a per cent, as PayPal takes it for most countries; null is 0.25 an
    /// item.</summary>
    public int? PayoutFeeBasisPoints { get; set; }

    /// <param name="outcome">How the capture ends.</param>
    /// <param name="orderId">Of this order; the next of any order when null.</param>
    public void NextCapture(CaptureOutcome outcome, string? orderId = null) => _captures.GetOrAdd(orderId ?? "", _ => []).Enqueue(outcome);

    public void NextRefund(RefundOutcome outcome) => _refunds.Enqueue(outcome);

    /// <param name="receiverOrItem">A receiver, or a <c>sender_item_id</c>.</param>
    /// <param name="outcome">How items to it end.</param>
    public void Payout(string receiverOrItem, PayoutOutcome outcome) => _payouts[receiverOrItem] = outcome;

    /// <summary>Everything succeeds again.</summary>
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
