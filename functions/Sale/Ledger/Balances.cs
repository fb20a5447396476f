namespace ChatPay.Functions.Sale.Ledger;

/// <summary>Sums ledger transactions by account.</summary>
public static class Balances
{
    /// <summary>The balance of each account that has postings, in the ledger's signs.</summary>
    public static IReadOnlyDictionary<string, Money> Of(IEnumerable<LedgerTransaction> transactions)
    {
        var balances = new SortedDictionary<string, Money>(StringComparer.Ordinal);
        foreach (var posting in transactions.SelectMany(t => t.Postings))
            balances[posting.Account] = balances.TryGetValue(posting.Account, out var sum) ? sum + posting.Amount : posting.Amount;
        return balances;
    }
}
