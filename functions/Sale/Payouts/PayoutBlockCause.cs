namespace ChatPay.Functions.Sale.Payouts;

/// <summary>One reason why a payout is blocked.</summary>
/// <param name="Kind">See <see cref="PayoutBlock"/>.</param>
/// <param name="Reason">For people.</param>
public sealed record PayoutBlockCause(PayoutBlock Kind, string Reason);
