using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>What a seller was owed at a time, what changed it, and what it was after.</summary>
/// <param name="From">UTC, inclusive.</param>
/// <param name="To">UTC, exclusive.</param>
/// <param name="Opening">Held and payable money less debts, at the beginning.</param>
/// <param name="Lines">Oldest first.</param>
/// <param name="Closing">The same at the end.</param>
public sealed record Statement(DateTimeOffset From, DateTimeOffset To, Money Opening, IReadOnlyList<StatementLine> Lines, Money Closing)
{
    /// <summary>Reckons back from what it is now.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="to">UTC.</param>
    /// <param name="now">What the seller is owed now.</param>
    /// <param name="since">Everything from the beginning until now, in any order.</param>
    public static Statement Of(DateTimeOffset from, DateTimeOffset to, Money now, IReadOnlyList<StatementLine> since)
    {
        var closing = since.Where(l => l.At >= to).Aggregate(now, (sum, l) => sum - l.Amount);
        var lines = since.Where(l => l.At < to).OrderBy(l => l.At).ThenBy(l => l.Id, NumberedText.Order).ToList();
        var opening = lines.Aggregate(closing, (sum, l) => sum - l.Amount);
        var running = opening;
        return new Statement(from, to, opening, [.. lines.Select(l => l with { Balance = running += l.Amount })], closing);
    }
}

/// <summary>One booking.</summary>
/// <param name="At">UTC.</param>
/// <param name="OrderId">Of which order.</param>
/// <param name="Id">The ledger's transaction.</param>
/// <param name="What">For people.</param>
/// <param name="Amount">What the seller is owed more by it; less when negative.</param>
public sealed record StatementLine(DateTimeOffset At, string OrderId, string Id, string What, Money Amount)
{
    /// <summary>What the seller is owed after it.</summary>
    public Money? Balance { get; init; }
}
