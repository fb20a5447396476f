namespace ChatPay.Functions.Sale.Ledger;

/// <summary>One side of a ledger transaction: debit positive, credit negative.</summary>
/// <param name="Account">See <see cref="Accounts"/>.</param>
/// <param name="Amount">Minor units, signed.</param>
public sealed record Posting(string Account, Money Amount);
