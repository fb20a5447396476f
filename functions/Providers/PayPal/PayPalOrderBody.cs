using System.Globalization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of <c>POST /v2/checkout/orders</c>.</summary>
public sealed record PayPalOrderBody(string Intent, IReadOnlyList<PayPalOrderBody.Unit> PurchaseUnits, PayPalOrderBody.Source PaymentSource)
{
    private const int MaxTextLength = 127;

    /// <summary>Maps a checkout to PayPal's format: captured at once, one purchase unit.</summary>
    public static PayPalOrderBody Of(PayPalCheckout checkout)
    {
        if (checkout.Items.Count == 0) throw new ArgumentException("A checkout needs an item.", nameof(checkout));
        var total = checkout.Total;
        return new PayPalOrderBody(
            "CAPTURE",
            [
                new Unit(
                    checkout.InvoiceId,
                    Cut(checkout.Description),
                    checkout.CustomId,
                    checkout.InvoiceId,
                    new Amount(total.Currency, total.ToDecimalString(), new Breakdown(total)),
                    [
                        .. checkout.Items.Select(i => new Item(
                            Cut(i.Name) ?? "Item",
                            i.Quantity.ToString(CultureInfo.InvariantCulture),
                            i.UnitAmount)),
                    ]),
            ],
            new Source(new Wallet(new Experience(
                checkout.ReturnUrl,
                checkout.CancelUrl,
                UserAction: "PAY_NOW",
                ShippingPreference: checkout.IsShipped ? "GET_FROM_FILE" : "NO_SHIPPING",
                PaymentMethodPreference: "IMMEDIATE_PAYMENT_REQUIRED",
                Cut(checkout.BrandName)))));
    }

    /// <summary>PayPal refuses an empty text, so it is left out; a surrogate pair is not cut in half.</summary>
    private static string? Cut(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Length <= MaxTextLength) return text;
        return text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)];
    }

    public sealed record Unit(
        string ReferenceId, string? Description, string CustomId, string InvoiceId, Amount Amount, IReadOnlyList<Item> Items);

    public sealed record Amount(string CurrencyCode, string Value, Breakdown Breakdown);

    public sealed record Breakdown(Money ItemTotal);

    public sealed record Item(string Name, string Quantity, Money UnitAmount);

    public sealed record Source(Wallet Paypal);

    public sealed record Wallet(Experience ExperienceContext);

    public sealed record Experience(
        Uri ReturnUrl, Uri CancelUrl, string UserAction, string ShippingPreference, string PaymentMethodPreference, string? BrandName);
}
