using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A time in PayPal's reports, which may write the offset without a colon (<c>+0000</c>). A time that cannot be parsed is
/// null: it must not spoil the amounts beside it.</summary>
public sealed class ReportTimeConverter : JsonConverter<DateTimeOffset?>
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return
            reader.GetString() is { } text
            && DateTimeOffset.TryParseExact(WithColon(text), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
            writer.WriteStringValue(time);
        else
            writer.WriteNullValue();
    }

    private static string WithColon(string text) => text.EndsWith('Z') ? text[..^1] + "+00:00"
        : text.Length > 5 && text[^5] is '+' or '-' ? text.Insert(text.Length - 2, ":")
        : text;
}
