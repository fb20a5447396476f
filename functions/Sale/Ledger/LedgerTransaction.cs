using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Ledger;

/// <summary>A balanced set of postings, written in the same table transaction as the state it explains and never changed. The id is
/// derived from the cause, so the table refuses to book the same cause twice.</summary>
public sealed record LedgerTransaction
{
    /// <param name="id">Derived from the cause, such as <c>{orderId}-capture-1</c>.</param>
    /// <param name="what">For people: what happened.</param>
    /// <param name="at">UTC.</param>
    /// <param name="postings">They sum to zero per currency; zero amounts are dropped.</param>
    /// <exception cref="InvalidOperationException">The postings do not sum to zero.</exception>
    [JsonConstructor]
    public LedgerTransaction(string id, string what, DateTimeOffset at, IReadOnlyList<Posting> postings)
    {
        Id = id;
        What = what;
        At = at;
        Postings = [.. postings.Where(p => p.Amount.MinorUnits != 0)];
        foreach (var currency in Postings.GroupBy(p => p.Amount.Currency))
        {
            if (currency.Sum(p => p.Amount.MinorUnits) is not 0 and var rest)
                throw new InvalidOperationException(
                    $"The ledger transaction {id} does not balance: {rest} minor units of {currency.Key} are left over.");
        }
    }

    public string Id { get; }

    public string What { get; }

    public DateTimeOffset At { get; }

    public IReadOnlyList<Posting> Postings { get; }
}
