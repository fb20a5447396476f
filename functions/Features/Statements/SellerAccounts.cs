using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A seller's side of the ledger: all accounts of the seller.</summary>
internal static class SellerAccounts
{
    /// <summary>The prefix of the seller's account names.</summary>
    public static string Prefix(string sellerId) => $"seller:{sellerId}:";

    /// <summary>How a transaction changes what the seller is owed in this currency; a debit reduces it. A transfer between the
    /// seller's own accounts changes nothing.</summary>
    public static Money Change(LedgerTransaction transaction, string sellerId, string currency) => transaction.Postings
        .Where(p => p.Amount.Currency == currency && p.Account.StartsWith(Prefix(sellerId), StringComparison.Ordinal))
        .Aggregate(Money.Zero(currency), (sum, p) => sum - p.Amount);
}
