using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>What a seller asks for.</summary>
public sealed record PaymentRequest
{
    internal const int MaxLines = 100;
    internal const int MaxDescriptionLength = 127;
    internal const int LargestQuantity = 999;
    internal const int ShortestExpiryInMinutes = 10;

    /// <summary>1 to 100 lines.</summary>
    [Required]
    public IReadOnlyList<Line>? Lines { get; init; }

    public Money? Shipping { get; init; }

    public Money? Tax { get; init; }

    public FulfilmentKind Kind { get; init; } = FulfilmentKind.Ship;

    /// <summary>At least 10; at most, and by default, the period in the terms.</summary>
    public int? ExpiresInMinutes { get; init; }

    /// <summary>For an edit: the id of the request to replace. It is cancelled first, which is refused while the buyer's payment is
    /// under way.</summary>
    public string? Replaces { get; init; }

    /// <param name="Description">1 to 127 characters.</param>
    /// <param name="Quantity">1 to 999; 1 when absent.</param>
    /// <param name="UnitPrice">May be zero.</param>
    public sealed record Line(
        [property: Required] string? Description = null, int? Quantity = null, [property: Required] Money? UnitPrice = null);

    /// <summary>The validated parts of the order's total.</summary>
    public sealed record Sum(IReadOnlyList<OrderLine> Lines, Money Shipping, Money Tax);

    /// <summary>Checks format and rules.</summary>
    /// <exception cref="ProblemException">400 or 422, with every field that is malformed or that the terms refuse.</exception>
    public Sum Check(OrderTerms terms)
    {
        var faults = new FieldFaults();
        if (Lines is not { Count: > 0 and <= MaxLines })
            faults.Malformed("lines-missing", $"Give 1 to {MaxLines} lines, each with description, quantity and unitPrice.", "lines");

        var zero = Money.Zero(terms.Currency);
        var lines = (Lines ?? []).Take(MaxLines).Select((line, i) => Check(line, $"lines[{i}]", zero, faults)).ToList();
        var sum = new Sum(lines, Shipping ?? zero, Tax ?? zero);
        CheckCurrency(sum.Shipping, "shipping", zero, faults);
        CheckCurrency(sum.Tax, "tax", zero, faults);
        if (ExpiresInMinutes is { } minutes
            && (minutes < ShortestExpiryInMinutes || TimeSpan.FromMinutes(minutes) > terms.RequestExpiresAfter))
            faults.Malformed(
                "expiry-invalid",
                $"A request lasts {ShortestExpiryInMinutes} to {(int)terms.RequestExpiresAfter.TotalMinutes} minutes.",
                "expiresInMinutes");
        faults.ThrowIfAny();

        // The parts have to be valid before they are added up.
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

    private static void CheckCurrency(Money amount, string field, Money zero, FieldFaults faults)
    {
        if (amount.Currency != zero.Currency)
            faults.Refused(
                "currency-not-allowed", $"Payment requests are in {zero.Currency}; {amount.Currency} is not allowed.", field);
    }

    private static OrderLine Check(Line line, string field, Money zero, FieldFaults faults)
    {
        var description = line.Description?.Trim();
        if (description is not { Length: > 0 and <= MaxDescriptionLength })
            faults.Malformed(
                "description-invalid",
                $"Describe the line in 1 to {MaxDescriptionLength} characters.",
                field + ".description");
        else
            // It appears on receipts, in the chat and at the provider: nothing in it may hide text or change its direction.
            Texts.Require(description, field + ".description", MaxDescriptionLength, faults);
        if (line.Quantity is < 1 or > LargestQuantity)
            faults.Malformed("quantity-invalid", $"A quantity is between 1 and {LargestQuantity}.", field + ".quantity");
        if (line.UnitPrice is null)
            faults.Malformed(
                "price-missing",
                "Give the unit price, such as {\"amount\":\"12.50\",\"currency\":\"USD\"}.",
                field + ".unitPrice");
        var price = line.UnitPrice ?? zero;
        CheckCurrency(price, field + ".unitPrice", zero, faults);
        return new OrderLine(description ?? "", line.Quantity ?? 1, price);
    }
}
