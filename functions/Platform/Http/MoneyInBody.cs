using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Money in a request: a fault becomes a <see cref="JsonException"/>, to which the serialiser adds the path.</summary>
internal sealed class MoneyInBody : JsonConverter<Money>
{
    private static readonly MoneyJsonConverter Money = new();

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Money.Read(ref reader, typeToConvert, options);
        }
        catch (MoneyFormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => Money.Write(writer, value, options);
}
