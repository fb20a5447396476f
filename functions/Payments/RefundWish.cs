using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Payments;

/// <summary>What is to be refunded: an amount, lines, or everything that is left. One of the three is said: what is left out by mistake must not refund
/// everything.</summary>
/// <param name="Amount">So much.</param>
/// <param name="Lines">Indexes of the lines, from 0, each with its part of the tax.</param>
/// <param name="Note">For the other side to read.</param>
/// <param name="All">Everything that is left.</param>
public sealed record RefundWish(Money? Amount = null, IReadOnlyList<int>? Lines = null, string? Note = null, bool All = false)
{
    private const int LongestNote = 500;

    /// <summary>The same, checked as far as it can be without the order.</summary>
    /// <param name="currency">The order's.</param>
    /// <exception cref="ProblemException">400: none or more than one of amount, lines and all, lines twice, a note that is too long; 422: an amount of zero, or in
    /// another currency.</exception>
    public RefundWish Check(string currency)
    {
        if (Convert.ToInt32(All) + Convert.ToInt32(Amount is not null) + Convert.ToInt32(Lines is not null) is not 1 and var given)
        {
            throw given == 0
                ? Problems.Malformed("refund-unclear", "Say what is to be refunded: \"amount\", \"lines\", or \"all\": true for everything that is left.", "all")
                : Problems.Malformed("refund-ambiguous", "Give one of \"amount\", \"lines\" and \"all\".", All ? "all" : "lines");
        }

        if (Amount is { } amount && amount.Currency != currency)
            throw Problems.Refused("currency-not-allowed", $"The order is in {currency}: refund in it too.", "amount");
        if (Amount is { MinorUnits: 0 })
            throw Problems.Refused("refund-zero", "Refund more than nothing.", "amount");
        if (Lines is { Count: 0 })
            throw Problems.Malformed("lines-missing", "Name the lines by their indexes from 0, or write \"all\": true.", "lines");
        if (Lines is { } lines && lines.Distinct().Count() != lines.Count)
            throw Problems.Malformed("lines-repeated", "Name each line once.", "lines");
        return this with { Note = Texts.Optional(Note, "note", LongestNote) };
    }
}
