using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>Reads and validates fields of a request, as declared in the API description.</summary>
internal static class Field
{
    /// <exception cref="PayPalRefusal">The field is missing or not an object.</exception>
    public static JsonObject Object(JsonNode? node, string path) => node switch
    {
        JsonObject found => found,
        null => throw PayPalRefusal.Invalid("MISSING_REQUIRED_PARAMETER", path),
        _ => throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", path),
    };

    /// <exception cref="PayPalRefusal">The field is required and missing, not a string, or of a wrong length.</exception>
    public static string? Text(JsonObject parent, string name, string path, int longest, int shortest = 1, bool required = false)
    {
        var field = $"{path}/{name}";
        if (parent[name] is not { } node)
            return required ? throw PayPalRefusal.Invalid("MISSING_REQUIRED_PARAMETER", field) : null;
        if (node.GetValueKind() != JsonValueKind.String)
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", field);

        var text = node.GetValue<string>();
        return text.Length >= shortest && text.Length <= longest ? text : throw PayPalRefusal.Invalid("INVALID_STRING_LENGTH", field, text);
    }
}
