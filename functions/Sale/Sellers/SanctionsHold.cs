namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The screening has found the seller on a sanctions list. The hold stays, whatever is submitted later, until an operator
/// clears it: data that is on no list may be other data of the same person. The seller is never told.</summary>
/// <param name="Since">UTC.</param>
public sealed record SanctionsHold(DateTimeOffset Since);

/// <summary>An operator has investigated, and the seller is not the listed person.</summary>
/// <param name="Since">When the hold began, UTC.</param>
/// <param name="At">UTC.</param>
/// <param name="By">The operator's id.</param>
/// <param name="Note">How that was established; no identity data.</param>
public sealed record SanctionsClearance(DateTimeOffset Since, DateTimeOffset At, string By, string Note);
