using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A seller's side of the ledger: whatever accounts the seller has.</summary>
internal static class SellerAccounts
{
    /// <summary>What the names of the seller's accounts begin with.</summary>
    public static string Prefix(string sellerId) => $"seller:{sellerId}:";

    /// <summary>What a transaction changes of what the seller is owed; a debit is less. Between the seller's own accounts it is
    /// nothing.</summary>
    public static Money Change(LedgerTransaction transaction, string sellerId, string currency) => transaction.Postings
        .Where(p => p.Account.StartsWith(Prefix(sellerId), StringComparison.Ordinal))
        .Aggregate(Money.Zero(currency), (sum, p) => sum - p.Amount);
}
