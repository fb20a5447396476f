using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Compares a body with its target type, member by member, and finds everything that does not fit: the serialiser stops at
/// the first fault, and accepts unknown members and nulls in lists. A misspelt member must not be ignored: a refund without its
/// amount would be a different refund.</summary>
internal sealed class BodyShape(FieldFaults faults)
{
    private static readonly string[] MoneyMembers = ["amount", "currency"];

    /// <summary>Adds the faults inside the element.</summary>
    /// <param name="element">An element of the body.</param>
    /// <param name="type">Its target type.</param>
    /// <param name="path">Its path; empty for the body itself.</param>
    public void Check(JsonElement element, JsonTypeInfo type, string path)
    {
        if (faults.IsFull)
            return;
        switch (type.Kind, element.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                CheckMembers(element, type, path);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                CheckItems(element, type, path);
                break;
            case (JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable, _):
                Invalid(type, path);
                break;
            default:
                CheckValue(element, type, path);
                break;
        }
    }

    private void CheckMembers(JsonElement element, JsonTypeInfo type, string path)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var at = Join(path, member.Name);
            if (type.Properties.FirstOrDefault(p => p.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                Unknown(at, type.Properties.Select(p => p.Name));
                continue;
            }

            found.Add(property.Name);
            var wanted = Info(type, property.PropertyType);
            if (member.Value.ValueKind != JsonValueKind.Null)
                Check(member.Value, wanted, at);
            else if (!TakesNull(property))
                Invalid(wanted, at);
        }

        foreach (var missing in type.Properties.Where(p => p.IsRequired && !found.Contains(p.Name)).Select(p => Join(path, p.Name)))
            faults.Malformed("field-missing", $"'{missing}' is missing.", missing);
    }

    private void CheckItems(JsonElement element, JsonTypeInfo type, string path)
    {
        var items = Info(type, type.ElementType!);
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]");
            if (item.ValueKind == JsonValueKind.Null)
                faults.Malformed("field-invalid", $"'{at}' must not be null: leave it out.", at);
            else
                Check(item, items, at);
        }
    }

    private void CheckValue(JsonElement element, JsonTypeInfo type, string path)
    {
        if (type.Type == typeof(Money) && element.ValueKind == JsonValueKind.Object
            && element.EnumerateObject().Select(m => m.Name).Except(MoneyMembers).ToList() is { Count: > 0 } unknown)
        {
            foreach (var name in unknown)
                Unknown(Join(path, name), MoneyMembers);
            return;
        }

        try
        {
            element.Deserialize(type);
        }
        catch (JsonException e) when (e.InnerException is MoneyFormatException money)
        {
            faults.Malformed($"{money.Field}-invalid", money.Message, Join(path, money.Field));
        }
        catch (JsonException)
        {
            Invalid(type, path);
        }
    }

    private void Unknown(string at, IEnumerable<string> names) =>
        faults.Malformed("field-unknown", $"'{at}' is not known here: known are {string.Join(", ", names)}. Nothing was done.", at);

    private void Invalid(JsonTypeInfo type, string path) =>
        faults.Malformed("field-invalid", $"'{path}' must be {BodyFaults.Expected(type)}.", path);

    private static bool TakesNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static JsonTypeInfo Info(JsonTypeInfo near, Type type) =>
        near.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
