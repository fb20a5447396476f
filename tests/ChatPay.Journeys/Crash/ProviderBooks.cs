using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Crash;

/// <summary>What the PayPal simulator tells over HTTP about itself.</summary>
internal sealed record ProviderBooks(
    long Balance,
    IReadOnlyList<SimulatedCapture> Captures,
    IReadOnlyList<SimulatedRefund> Refunds,
    IReadOnlyList<SimulatedPayoutBatch> PayoutBatches,
    IReadOnlyList<SimulatedPayoutItem> Payouts);
