using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments.PayPal;

/// <summary>The platform's balances; up to three hours old, so a payout may still be denied for an empty one.</summary>
public sealed record PayPalBalances(IReadOnlyList<PayPalBalance> Balances, DateTimeOffset? AsOfTime = null, DateTimeOffset? LastRefreshTime = null);

/// <summary>The balance in one currency; total = available + withheld.</summary>
public sealed record PayPalBalance(string Currency, Money TotalBalance, Money? AvailableBalance = null, Money? WithheldBalance = null);
