using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>What a seller was owed at the beginning of a period, what changed it, and what was owed at the end.</summary>
/// <param name="From">UTC, inclusive.</param>
/// <param name="To">UTC, exclusive.</param>
/// <param name="Opening">Held and payable money less debts, at the beginning.</param>
/// <param name="Lines">Oldest first.</param>
/// <param name="Closing">Held and payable money less debts, at the end.</param>
public sealed record Statement(DateTimeOffset From, DateTimeOffset To, Money Opening, IReadOnlyList<StatementLine> Lines, Money Closing)
{
    /// <summary>Calculates back from the current balance.</summary>
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
/// <param name="OrderId">The order that booked it.</param>
/// <param name="Id">The id of the ledger transaction.</param>
/// <param name="What">For people.</param>
/// <param name="Amount">How much more the seller is owed; less when negative.</param>
public sealed record StatementLine(DateTimeOffset At, string OrderId, string Id, string What, Money Amount)
{
    /// <summary>What the seller is owed afterwards.</summary>
    public Money? Balance { get; init; }
}
