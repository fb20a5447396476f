using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Entities;

/// <summary>Reads and writes property values as JSON ("Payload format for Table service operations").</summary>
internal static class EdmJson
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The value; null for JSON null.</returns>
    public static EdmValue? Read(JsonElement value, string? type)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        try
        {
            return type is null ? Inferred(value) : Typed(value, type);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidOperationException)
        {
            throw TableFault.InvalidInput("An error occurred while processing this request.");
        }
    }

    public static void Write(Utf8JsonWriter json, string name, EdmValue value, MetadataLevel level)
    {
        // A number that is not a JSON number is quoted, and then needs a type annotation.
        var quoted = value.Type is not (EdmType.Int32 or EdmType.Boolean or EdmType.String)
            && !(value.Value is double number && double.IsFinite(number));
        if (quoted && level != MetadataLevel.None)
            json.WriteString(name + "@odata.type", "Edm." + value.Type);
        if (quoted || value.Type == EdmType.String)
            json.WriteString(name, value.ToText());
        else
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.ToText(), skipInputValidation: true);
        }
    }

    private static EdmValue Inferred(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new EdmValue(EdmType.String, value.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new EdmValue(EdmType.Boolean, value.GetBoolean()),
        JsonValueKind.Number when value.TryGetInt32(out var number) => new EdmValue(EdmType.Int32, number),
        JsonValueKind.Number when value.GetRawText().AsSpan().IndexOfAny(".eE") >= 0 => new EdmValue(EdmType.Double, value.GetDouble()),
        _ => throw new FormatException(),
    };

    private static EdmValue Typed(JsonElement value, string type)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new FormatException(),
        };
        return type switch
        {
            "Edm.String" when value.ValueKind == JsonValueKind.String => new EdmValue(EdmType.String, text),
            "Edm.Int32" => new EdmValue(EdmType.Int32, int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            "Edm.Int64" => new EdmValue(EdmType.Int64, long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            "Edm.Double" => new EdmValue(EdmType.Double, Double(text)),
            "Edm.Boolean" => new EdmValue(EdmType.Boolean, bool.Parse(text)),
            "Edm.DateTime" => new EdmValue(EdmType.DateTime, Time(text)),
            "Edm.Guid" => new EdmValue(EdmType.Guid, Guid.Parse(text)),
            "Edm.Binary" => new EdmValue(EdmType.Binary, Convert.FromBase64String(text)),
            _ => throw new FormatException(),
        };
    }

    public static double Double(string text) => text switch
    {
        "INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public static DateTime Time(string text) => DateTime.Parse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
