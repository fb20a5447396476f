namespace ChatPay.Functions.Sale.Payouts;

/// <summary>One thing that holds a payout back.</summary>
/// <param name="Kind">See <see cref="PayoutBlock"/>.</param>
/// <param name="Reason">For people.</param>
public sealed record PayoutBlockCause(PayoutBlock Kind, string Reason);
