using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>What a seller asks for.</summary>
public sealed record PaymentRequest
{
    private const int MaxLines = 100;
    private const int MaxDescriptionLength = 127;
    private const int LargestQuantity = 999;

    /// <summary>1 to 100 lines.</summary>
    [Required]
    public IReadOnlyList<Line>? Lines { get; init; }

    public Money? Shipping { get; init; }

    public Money? Tax { get; init; }

    public FulfilmentKind Kind { get; init; } = FulfilmentKind.Ship;

    /// <summary>At least 10; at most, and by default, the terms' time.</summary>
    public int? ExpiresInMinutes { get; init; }

    /// <summary>An edit: the id of the request that this one takes the place of. It is cancelled first, which the buyer's payment under
    /// way refuses.</summary>
    public string? Replaces { get; init; }

    /// <param name="Description">1 to 127 characters.</param>
    /// <param name="Quantity">1 to 999; 1 when absent.</param>
    /// <param name="UnitPrice">May be zero.</param>
    public sealed record Line(
        [property: Required] string? Description = null, int? Quantity = null, [property: Required] Money? UnitPrice = null);

    /// <summary>The parts of the order's total, checked.</summary>
    public sealed record Sum(IReadOnlyList<OrderLine> Lines, Money Shipping, Money Tax);

    /// <summary>Checks form and rules.</summary>
    /// <exception cref="ProblemException">400 with the field that is malformed; 422 when the terms refuse the total.</exception>
    public Sum Check(OrderTerms terms)
    {
        if (Lines is not { Count: > 0 and <= MaxLines })
            throw Problems.Malformed(
                "lines-missing",
                $"Give 1 to {MaxLines} lines, each with description, quantity and unitPrice.",
                "lines");

        var lines = Lines.Select((line, i) => Check(line, $"lines[{i}]")).ToList();
        var zero = Money.Zero(terms.Currency);
        var sum = new Sum(lines, Shipping ?? zero, Tax ?? zero);
        foreach (var (amount, field) in lines
                .Select((l, i) => (l.UnitPrice, $"lines[{i}].unitPrice"))
                .Append((sum.Shipping, "shipping"))
                .Append((sum.Tax, "tax")))
        {
            if (amount.Currency != terms.Currency)
                throw Problems.Refused(
                    "currency-not-allowed",
                    $"Payment requests are in {terms.Currency}; {amount.Currency} is not allowed.",
                    field);
        }

        if (ExpiresInMinutes is { } minutes && (minutes < 10 || TimeSpan.FromMinutes(minutes) > terms.RequestExpiresAfter))
            throw Problems.Malformed(
                "expiry-invalid",
                $"A request lasts 10 to {(int)terms.RequestExpiresAfter.TotalMinutes} minutes.",
                "expiresInMinutes");
        CheckTotal(sum, terms);
        return sum;
    }

    private static void CheckTotal(Sum sum, OrderTerms terms)
    {
        var (least, most) = (new Money(terms.MinimumTotal, terms.Currency), new Money(terms.MaximumTotal, terms.Currency));
        Money total;
        try
        {
            total = sum.Lines.Aggregate(sum.Shipping + sum.Tax, (t, line) => t + line.Total());
        }
        catch (OverflowException)
        {
            throw Problems.Refused("total-out-of-range", $"The total must be between {least} and {most}.", "lines");
        }

        if (total < least || total > most)
            throw Problems.Refused("total-out-of-range", $"The total is {total}; it must be between {least} and {most}.", "lines");
    }

    private static OrderLine Check(Line line, string field)
    {
        var description = line.Description?.Trim();
        if (description is not { Length: > 0 and <= MaxDescriptionLength })
            throw Problems.Malformed(
                "description-invalid",
                $"Describe the line in 1 to {MaxDescriptionLength} characters.",
                field + ".description");
        // It stands on receipts, in the chat and at the provider: nothing in it may hide or turn what is around it.
        Texts.Require(description, field + ".description", MaxDescriptionLength);
        if (line.Quantity is < 1 or > LargestQuantity)
            throw Problems.Malformed("quantity-invalid", $"A quantity is between 1 and {LargestQuantity}.", field + ".quantity");
        return line.UnitPrice is { } price
            ? new OrderLine(description, line.Quantity ?? 1, price)
            : throw Problems.Malformed(
                "price-missing",
                "Give the unit price, such as {\"amount\":\"12.50\",\"currency\":\"USD\"}.",
                field + ".unitPrice");
    }
}
