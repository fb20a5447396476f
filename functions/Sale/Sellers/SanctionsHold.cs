namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The screening has found the seller on a list. It holds whatever is handed in later, until an operator clears it: what is found
/// on no list may be other data of the same person. The seller is never told of it.</summary>
/// <param name="Since">UTC.</param>
public sealed record SanctionsHold(DateTimeOffset Since);

/// <summary>An operator has looked into it, and the seller is not who is on the list.</summary>
/// <param name="Since">The hold's, UTC.</param>
/// <param name="At">UTC.</param>
/// <param name="By">The operator's id.</param>
/// <param name="Note">How that is known; no identity data.</param>
public sealed record SanctionsClearance(DateTimeOffset Since, DateTimeOffset At, string By, string Note);
