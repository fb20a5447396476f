namespace ChatPay.Functions.Sale.Refunds;

/// <summary>What to refund: an amount, lines, or everything that is left. Exactly one is given: an omission must not refund
/// everything.</summary>
/// <param name="Amount">The amount to refund.</param>
/// <param name="Lines">Indexes of the lines, from 0, each with its part of the tax.</param>
/// <param name="Message">For the other side to read.</param>
/// <param name="All">Everything that is left.</param>
public sealed record RefundRequest(Money? Amount = null, IReadOnlyList<int>? Lines = null, string? Message = null, bool All = false)
{
    /// <summary>What a repeat is told apart by, under the names that it was hashed with in the orders that there are.</summary>
    public object ForHash() => new { Amount, Lines, Note = Message, All };
}
