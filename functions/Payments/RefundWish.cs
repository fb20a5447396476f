using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Payments;

/// <summary>What is to be refunded: an amount, lines, or everything that is left when both are absent.</summary>
/// <param name="Amount">So much.</param>
/// <param name="Lines">Indexes of the lines, from 0, each with its part of the tax.</param>
/// <param name="Note">For the other side to read.</param>
public sealed record RefundWish(Money? Amount = null, IReadOnlyList<int>? Lines = null, string? Note = null)
{
    private const int LongestNote = 500;

    /// <summary>The same, checked as far as it can be without the order.</summary>
    /// <param name="currency">The order's.</param>
    /// <exception cref="ProblemException">400: amount and lines together, lines twice, a note that is too long; 422: an amount of zero, or in
    /// another currency.</exception>
    public RefundWish Check(string currency)
    {
        if (Amount is not null && Lines is not null)
            throw Problems.Malformed("refund-ambiguous", "Give an amount or lines, or neither for everything that is left.", "lines");
        if (Amount is { } amount && amount.Currency != currency)
            throw Problems.Refused("currency-not-allowed", $"The order is in {currency}: refund in it too.", "amount");
        if (Amount is { MinorUnits: 0 })
            throw Problems.Refused("refund-zero", "Refund more than nothing.", "amount");
        if (Lines is { Count: 0 })
            throw Problems.Malformed("lines-missing", "Name the lines by their indexes from 0, or leave 'lines' away.", "lines");
        if (Lines is { } lines && lines.Distinct().Count() != lines.Count)
            throw Problems.Malformed("lines-repeated", "Name each line once.", "lines");
        return this with { Note = Texts.Optional(Note, "note", LongestNote) };
    }
}
