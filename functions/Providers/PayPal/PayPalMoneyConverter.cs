using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>PayPal's money, <c>{"currency_code":"USD","value":"12.50"}</c>. Written with exactly the currency's digits; when read
/// it may have fewer, a sign (balances), or a breakdown beside it, which is skipped. A value finer than a minor unit, or in an
/// unknown currency, is malformed: an amount is never rounded.</summary>
public class PayPalMoneyConverter : JsonConverter<Money>
{
    protected virtual string CurrencyProperty => "currency_code";

    public sealed override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An amount is not an object.");
        string? currency = null, value = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCurrency = reader.ValueTextEquals(CurrencyProperty);
            var isValue = reader.ValueTextEquals("value");
            reader.Read();
            if (isCurrency && reader.TokenType == JsonTokenType.String) currency = reader.GetString();
            else if (isValue && reader.TokenType == JsonTokenType.String) value = reader.GetString();
            else reader.Skip();
        }

        return currency is not null && value is not null && Parse(value, currency) is { } money
            ? money
            : throw new JsonException("An amount is incomplete or not a number of minor units.");
    }

    public sealed override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(CurrencyProperty, value.Currency);
        writer.WriteString("value", value.ToDecimalString());
        writer.WriteEndObject();
    }

    private static Money? Parse(string value, string currency)
    {
        if (Currencies.MinorDigits(currency) is not { } digits || value.Length > 32 || !value.Any(char.IsAsciiDigit)) return null;
        var negative = value.StartsWith('-');
        var parts = value[(negative ? 1 : 0)..].Split('.');
        var fraction = (parts.Length == 2 ? parts[1] : "").TrimEnd('0').PadRight(digits, '0');
        return parts.Length <= 2 && fraction.Length == digits
            && long.TryParse(parts[0] + fraction, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new Money(negative ? -minor : minor, currency)
            : null;
    }
}
