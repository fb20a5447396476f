using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>A piece of identity data. It can be read from a request, but its text is empty and it refuses to be serialised, so that
/// it cannot get into a table, a queue, a log or a response by accident. Only the vault's writer extracts the value.</summary>
[JsonConverter(typeof(Converter))]
[DebuggerDisplay("identity data")]
public sealed class Sensitive(string value)
{
    /// <summary>The value; called only in this folder, which a test verifies.</summary>
    internal string Reveal() => value;

    public override string ToString() => "[identity data]";

    private sealed class Converter : JsonConverter<Sensitive>
    {
        public override Sensitive? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? new Sensitive(reader.GetString()!) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Sensitive value, JsonSerializerOptions options) =>
            throw new InvalidOperationException("Identity data is never serialised: it goes into the vault and nowhere else.");
    }
}
