using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>Validates the purchase unit of a request: lengths, amounts, and their sum.</summary>
internal static partial class PurchaseUnit
{
    private static readonly (string Name, int Sign)[] Parts =
    [
        ("item_total", 1),
        ("shipping", 1),
        ("handling", 1),
        ("tax_total", 1),
        ("insurance", 1),
        ("shipping_discount", -1),
        ("discount", -1),
    ];

    /// <returns>The unit to store, with the fields that PayPal adds.</returns>
    /// <exception cref="PayPalRefusal">The purchase unit is not valid.</exception>
    public static JsonObject Read(JsonNode? node, string path, string merchantId)
    {
        var unit = Field.Object(node, path).DeepClone().AsObject();
        Field.Text(unit, "reference_id", path, 256);
        Field.Text(unit, "description", path, 127);
        Field.Text(unit, "custom_id", path, 127);
        Field.Text(unit, "invoice_id", path, 127);
        Field.Text(unit, "soft_descriptor", path, 22);
        foreach (var name in (string[])["payee", "shipping"])
        {
            if (unit[name] is { } part)
                Field.Object(part, $"{path}/{name}");
        }

        if (unit["payee"] is JsonObject payee)
            Field.Text(payee, "merchant_id", $"{path}/payee", 13, 13);
        var (currency, cents) = PayPalMoney.Read(unit["amount"], $"{path}/amount");
        if (cents <= 0)
            throw PayPalRefusal.Unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE", $"{path}/amount/value", PayPalMoney.Text(cents));

        CheckItems(unit, path, currency);
        CheckBreakdown(unit, path, currency, cents);
        if (unit["reference_id"] is null)
            unit["reference_id"] = "default";
        if (unit["payee"] is null)
            unit["payee"] = new JsonObject { ["email_address"] = "merchant@example.com", ["merchant_id"] = merchantId };
        return unit;
    }

    private static void CheckBreakdown(JsonObject unit, string path, string currency, long cents)
    {
        if (unit["amount"]!["breakdown"] is not { } node)
            return;

        var breakdown = Field.Object(node, $"{path}/amount/breakdown");
        long sum = 0;
        foreach (var (name, sign) in Parts)
        {
            if (breakdown[name] is { } part)
                sum += sign * SameCurrency(part, $"{path}/amount/breakdown/{name}", currency);
        }

        if (sum != cents)
            throw PayPalRefusal.Unprocessable("AMOUNT_MISMATCH", $"{path}/amount/value", PayPalMoney.Text(cents));
    }

    private static void CheckItems(JsonObject unit, string path, string currency)
    {
        if (unit["items"] is not { } node)
            return;
        if (node is not JsonArray items)
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", $"{path}/items");

        long sum = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}/items/{i}");
            var item = Field.Object(items[i], at);
            Field.Text(item, "name", at, 127, required: true);
            Field.Text(item, "description", at, 127, 0);
            Field.Text(item, "sku", at, 127, 0);
            var quantity = Field.Text(item, "quantity", at, 10, required: true)!;
            if (!Quantity().IsMatch(quantity))
                throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", $"{at}/quantity", quantity);
            sum += long.Parse(quantity, CultureInfo.InvariantCulture) * SameCurrency(item["unit_amount"], $"{at}/unit_amount", currency);
        }

        if (unit["amount"]!["breakdown"]?["item_total"] is not { } total)
            throw PayPalRefusal.Unprocessable("ITEM_TOTAL_REQUIRED", $"{path}/amount/breakdown/item_total");
        if (SameCurrency(total, $"{path}/amount/breakdown/item_total", currency) != sum)
            throw PayPalRefusal.Unprocessable("ITEM_TOTAL_MISMATCH", $"{path}/amount/breakdown/item_total");
    }

    private static long SameCurrency(JsonNode? node, string path, string currency)
    {
        var (own, cents) = PayPalMoney.Read(node, path);
        return own == currency ? cents : throw PayPalRefusal.Unprocessable("MULTI_CURRENCY_ORDER", $"{path}/currency_code", own);
    }

    [GeneratedRegex("^[1-9][0-9]{0,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex Quantity();
}
