using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Says where a body is wrong and what belongs there. The serialiser's own texts name .NET types, which are no
/// business of a caller.</summary>
internal static class BodyFaults
{
    public static ProblemException Describe(JsonElement body, JsonTypeInfo type, JsonException? e)
    {
        if (Missing(body, type, "") is { } missing)
            return Problems.Malformed("field-missing", $"'{missing}' is missing.", missing);

        var path = e?.Path is { } p ? p.TrimStart('$').TrimStart('.') : "";
        if (e?.InnerException is MoneyFormatException money)
            return Problems.Malformed($"{money.Field}-invalid", money.Message, $"{path}.{money.Field}");
        return path.Length == 0
            ? Problems.Malformed("json-invalid", $"The body must be {Expected(type)}.")
            : Problems.Malformed("field-invalid", $"'{path}' must be {Expected(At(type, path))}.", path);
    }

    // The path of the first required member that is not there.
    private static string? Missing(JsonElement element, JsonTypeInfo? type, string path) =>
        (element.ValueKind, type?.Kind) switch
        {
            (JsonValueKind.Object, JsonTypeInfoKind.Object) => type!
                .Properties.Select(property =>
                    TryGet(element, property.Name, out var value)
                        ? Missing(value, Info(type, property.PropertyType), Join(path, property.Name))
                    : property.IsRequired ? Join(path, property.Name)
                    : null)
                .FirstOrDefault(found => found is not null),
            (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) => element
                .EnumerateArray()
                .Select(
                    (item, i) => Missing(item, Info(type!, type!.ElementType!), string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))
                )
                .FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static JsonTypeInfo? At(JsonTypeInfo type, string path)
    {
        JsonTypeInfo? at = type;
        foreach (var part in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            at = at switch
            {
                { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => Info(type, element),
                { Kind: JsonTypeInfoKind.Object }
                    when at.Properties.FirstOrDefault(p => p.Name.Equals(part, StringComparison.OrdinalIgnoreCase)) is { } property => Info(
                    type,
                    property.PropertyType),
                _ => null,
            };
        }

        return at;
    }

    private static string Expected(JsonTypeInfo? type) => type switch
    {
        null => "left out",
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

    private static JsonTypeInfo? Info(JsonTypeInfo near, Type type) => near.Options.TryGetTypeInfo(type, out var info) ? info : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
