using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Says what is expected where a body is wrong. The serialiser's own messages name .NET types, which mean nothing to a
/// caller.</summary>
internal static class BodyFaults
{
    /// <summary>Describes what the serialiser rejects as a whole, such as a member that occurs twice in different case.</summary>
    public static ProblemException Describe(JsonTypeInfo type, JsonException? e)
    {
        var path = e?.Path is { } p ? p.TrimStart('$').TrimStart('.') : "";
        return path.Length == 0
            ? Problems.Malformed("json-invalid", $"The body must be {Expected(type)}.")
            : Problems.Malformed("field-invalid", $"'{path}' is not what belongs there, or is there twice.", path);
    }

    /// <summary>Describes a value of this type.</summary>
    public static string Expected(JsonTypeInfo type) => type switch
    {
        { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "a JSON object",
        { Kind: JsonTypeInfoKind.Enumerable } => "a JSON array",
        _ => Expected(Nullable.GetUnderlyingType(type.Type) ?? type.Type),
    };

    private static string Expected(Type type) =>
        type.IsEnum ? "one of " + string.Join(", ", EnumNames.All(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number without quotes"
        : type == typeof(Money) ? "money such as {\"amount\":\"12.50\",\"currency\":\"USD\"}"
        : type == typeof(DateOnly) ? "a date such as \"2026-01-31\""
        : type == typeof(DateTimeOffset) ? "a time in UTC such as \"2026-01-31T12:00:00Z\""
        : "a text in quotes";
}
