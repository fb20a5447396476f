using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>Validates refund requests.</summary>
internal static class RefundRequestChecks
{
    private const int MaxMessageLength = 500;

    /// <summary>Checks the request as far as possible without the order.</summary>
    /// <param name="wish">The request as it was sent.</param>
    /// <param name="currency">The order's currency.</param>
    /// <exception cref="ProblemException">400: none or more than one of amount, lines and all, lines twice, a message that is too long;
    /// 422: an amount of zero, or in another currency.</exception>
    public static RefundRequest Check(this RefundRequest wish, string currency)
    {
        var faults = new FieldFaults();
        var good = wish.Check(currency, "", faults);
        faults.ThrowIfAny();
        return good;
    }

    /// <summary>Checks the request inside another body, at the path prefix <paramref name="at"/>, such as <c>refund.</c>; faults
    /// are added to <paramref name="faults"/>.</summary>
    public static RefundRequest Check(this RefundRequest wish, string currency, string at, FieldFaults faults)
    {
        var given = Convert.ToInt32(wish.All) + Convert.ToInt32(wish.Amount is not null) + Convert.ToInt32(wish.Lines is not null);
        if (given == 0)
            faults.Malformed(
                "refund-unclear",
                "Say what is to be refunded: \"amount\", \"lines\", or \"all\": true for everything that is left.",
                at + "all");
        if (given > 1)
            faults.Malformed(
                "refund-ambiguous", "Give one of \"amount\", \"lines\" and \"all\".", at + (wish.All ? "all" : "lines"));
        CheckAmount(wish.Amount, currency, at, faults);
        if (wish.Lines is { Count: 0 })
            faults.Malformed("lines-missing", "Name the lines by their indexes from 0, or write \"all\": true.", at + "lines");
        if (wish.Lines is { } lines && lines.Distinct().Count() != lines.Count)
            faults.Malformed("lines-repeated", "Name each line once.", at + "lines");
        return wish with { Message = Texts.Optional(wish.Message, at + "message", MaxMessageLength, faults) };
    }
    /// <summary>Checks an amount, if one is given: the order's currency, and more than nothing.</summary>
    public static void CheckAmount(Money? wished, string currency, string at, FieldFaults faults)
    {
        if (wished is { } amount && amount.Currency != currency)
            faults.Refused("currency-not-allowed", $"The order is in {currency}: refund in it too.", at + "amount");
        if (wished is { MinorUnits: 0 })
            faults.Refused("refund-zero", "Refund more than nothing.", at + "amount");
    }
}
