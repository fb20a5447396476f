using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Crash;

/// <summary>The state of the PayPal simulator, read over HTTP.</summary>
internal sealed record ProviderBooks(
    long Balance,
    IReadOnlyList<SimulatedCapture> Captures,
    IReadOnlyList<SimulatedRefund> Refunds,
    IReadOnlyList<SimulatedPayoutBatch> PayoutBatches,
    IReadOnlyList<SimulatedPayoutItem> Payouts);
