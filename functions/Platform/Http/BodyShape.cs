using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>What the serialiser lets pass or cannot say well: members that are not known, and nulls in lists. A misspelt member must not be
/// ignored: without its amount, a refund would be another refund.</summary>
internal static class BodyShape
{
    /// <exception cref="ProblemException">400, with the path of what is wrong.</exception>
    public static void Check(JsonElement body, JsonTypeInfo type) => Check(body, type, "");

    private static void Check(JsonElement element, JsonTypeInfo? type, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
            CheckMembers(element, type, path);
        else if (element.ValueKind == JsonValueKind.Array)
            CheckItems(element, type, path);
    }

    private static void CheckMembers(JsonElement element, JsonTypeInfo? type, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (type?.Type == typeof(Money))
                Require(name is "amount" or "currency", at, ["amount", "currency"]);
            else if (type?.Kind == JsonTypeInfoKind.Object)
            {
                var property = type.Properties.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
                Require(property is not null, at, type.Properties.Select(p => p.Name));
                Check(member.Value, Info(type, property!.PropertyType), at);
            }
            else
                Check(member.Value, null, at);
        }
    }

    private static void CheckItems(JsonElement element, JsonTypeInfo? type, string path)
    {
        var items = type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } of } ? Info(type, of) : null;
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]");
            if (item.ValueKind == JsonValueKind.Null)
                throw Problems.Malformed("field-invalid", $"'{at}' must not be null: leave it out.", at);
            Check(item, items, at);
        }
    }

    private static void Require(bool known, string at, IEnumerable<string> names)
    {
        if (!known)
            throw Problems.Malformed(
                "field-unknown",
                $"'{at}' is not known here: known are {string.Join(", ", names)}. Nothing was done.",
                at);
    }

    private static JsonTypeInfo? Info(JsonTypeInfo near, Type type) =>
        near.Options.TryGetTypeInfo(Nullable.GetUnderlyingType(type) ?? type, out var info) ? info : null;
}
