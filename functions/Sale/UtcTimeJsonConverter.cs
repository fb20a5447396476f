using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>Times as clients get them: RFC 3339 in UTC, with <c>Z</c> and at most milliseconds, whatever precision is stored. Times
/// from clients may have any offset, and must have one: without it a time means another moment on each machine.</summary>
internal sealed class UtcTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    // In "2026-01-31T": the hyphens before this belong to the date.
    private const int Date = 11;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > Date } text
            && (text[^1] is 'Z' or 'z' || text.AsSpan(Date).ContainsAny('+', '-')) && reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new JsonException("It is not a time with an offset.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
}
