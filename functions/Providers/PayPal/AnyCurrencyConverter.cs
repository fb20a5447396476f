using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>An amount in a report on the whole account, where other currencies may occur: null in an unknown currency, so that one
/// entry does not make a page unreadable. In a known currency it is parsed as strictly as any other.</summary>
public sealed class AnyCurrencyConverter : JsonConverter<Money?>
{
    private static readonly PayPalMoneyConverter Strict = new();

    public override Money? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.StartObject && CurrencyOf(reader) is { } currency && Currencies.MinorDigits(currency) is null)
        {
            reader.Skip();
            return null;
        }

        return Strict.Read(ref reader, typeof(Money), options);
    }

    public override void Write(Utf8JsonWriter writer, Money? value, JsonSerializerOptions options)
    {
        if (value is { } money)
            Strict.Write(writer, money, options);
        else
            writer.WriteNullValue();
    }

    // The reader is a copy: the caller's position does not change.
    private static string? CurrencyOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCurrency = reader.ValueTextEquals("currency_code");
            reader.Read();
            if (isCurrency)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }
}
