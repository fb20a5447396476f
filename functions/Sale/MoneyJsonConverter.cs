using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary><c>{"amount":"12.50","currency":"USD"}</c>. A JSON number is refused: it may have passed through floating
/// point.</summary>
internal sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MoneyFormatException("amount", "Write money as an object such as {\"amount\":\"12.50\",\"currency\":\"USD\"}.");

        string? amount = null, currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new MoneyFormatException(
                    name == "currency" ? "currency" : "amount",
                    "Write the amount and the currency as strings, such as \"12.50\" and \"USD\".");
            switch (name)
            {
                case "amount": amount = reader.GetString(); break;
                case "currency": currency = reader.GetString(); break;
                default: break;
            }
        }

        if (amount is null || currency is null)
            throw new MoneyFormatException(
                amount is null ? "amount" : "currency",
                "Money has an amount and a currency: {\"amount\":\"12.50\",\"currency\":\"USD\"}.");
        return amount.StartsWith('-') && options == ChatPayJson.Stored
            ? -Money.Parse(amount[1..], currency)
            : Money.Parse(amount, currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.ToDecimalString());
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }
}
