using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Sale;

namespace ChatPay.OpenApi;

/// <summary>The JSON schemas of the bodies, by type name. There are no nulls: a member that may be absent is not required.</summary>
internal sealed partial class Schemas(Comments comments)
{
    private static readonly JsonSerializerOptions Json = Make();

    private readonly Dictionary<Type, string> _names = [];
    private readonly SortedDictionary<string, JsonNode> _made = new(StringComparer.Ordinal);

    /// <summary>The schemas requested so far, and those that they reference.</summary>
    public IReadOnlyDictionary<string, JsonNode> Made => _made;

    /// <summary>Returns a reference to the schema of a type. When a type is both read and written, its first use decides which
    /// members are required.</summary>
    /// <exception cref="InvalidOperationException">Two types have the same name.</exception>
    public JsonNode Reference(Type type, bool isRead)
    {
        if (type == typeof(JsonElement) || typeof(IDictionary).IsAssignableFrom(type))
            return new JsonObject { ["type"] = "object" };
        if (!_names.TryGetValue(type, out var name))
        {
            name = _names[type] = NameOf(type);
            if (_made.ContainsKey(name))
                throw new InvalidOperationException($"Two types are called {name}; {type} is one of them: give it another name.");
            _made[name] = JsonValue.Create(false);
            _made[name] = Schema(type, isRead);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonNode Schema(Type type, bool isRead)
    {
        if (type == typeof(Money))
            return MoneySchema();
        var schema = type.IsEnum
            ? new JsonObject { ["type"] = "string", ["enum"] = Json.GetJsonSchemaAsNode(type)["enum"]!.DeepClone() }
            : Json.GetJsonSchemaAsNode(type, Options(type, isRead)).AsObject();
        LeaveOutDefaults(schema);
        if (!type.IsEnum)
        {
            FillIn(schema, type, isRead);
            schema["type"] = "object";
            schema["required"] = Required(type, isRead);
            if (isRead)
                schema["additionalProperties"] = false;
        }

        if (schema["required"] is JsonArray { Count: 0 })
            schema.Remove("required");
        return Described(schema, Described(type));
    }

    private JsonSchemaExporterOptions Options(Type root, bool isRead) => new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) =>
        {
            if (context.Path.IsEmpty)
                return node;
            var type = context.TypeInfo.Type;
            var named = Nullable.GetUnderlyingType(type) ?? type;
            var shape = named == typeof(Sensitive) ? new JsonObject { ["type"] = "string", ["writeOnly"] = true }
                : named == typeof(DateTimeOffset) ? TimeSchema(isRead)
                : HasName(named) ? Reference(named, isRead)
                : WithoutNull(node);
            // Members of a nested type are described with that type.
            return context.PropertyInfo is { } property && property.DeclaringType.IsAssignableFrom(root)
                ? Described(shape, comments.OfProperty(property.DeclaringType, MemberOf(property)))
                : shape;
        },
    };

    private static JsonNode WithoutNull(JsonNode node)
    {
        if (node is JsonObject schema && schema["type"] is JsonArray types)
        {
            var rest = types.Select(t => t!.GetValue<string>()).Where(t => t != "null").ToList();
            schema["type"] = rest is [var one] ? one : new JsonArray([.. rest.Select(t => JsonValue.Create(t))]);
        }

        return node;
    }

    private static JsonArray Required(Type type, bool isRead) =>
    [
        .. Json.GetTypeInfo(type).Properties
            .Where(p => isRead ? p.IsRequired || IsDemanded(p) : IsAlwaysWritten(p))
            .Select(p => JsonValue.Create(p.Name)),
    ];

    // The serializer does not require what the app reports as missing in its own words.
    private static bool IsDemanded(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true;

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property is { Get: not null, IsGetNullable: false } && Nullable.GetUnderlyingType(property.PropertyType) is null;

    private static JsonNode Described(JsonNode schema, string? text)
    {
        if (text is null)
            return schema;
        if (schema is JsonObject o)
        {
            o["description"] = text;
            return o;
        }

        return new JsonObject { ["description"] = text };
    }

    private string? Described(Type type) => type.IsGenericType
        ? "A page of a list."
        : type.IsEnum ? string.Join("\n\n", new[] { comments.Of(type), Values(type) }.Where(text => text is { Length: > 0 }))
        : comments.Of(type);

    private string Values(Type type) => string.Join('\n', Enum.GetNames(type)
        .Zip(EnumNames.All(type), (value, name) => (Name: name, Text: comments.OfValue(type, value)))
        .Where(value => value.Text is not null)
        .Select(value => $"- `{value.Name}`: {value.Text}"));

    // A request may give a time with any offset.
    private static JsonObject TimeSchema(bool isRead)
    {
        var schema = new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (!isRead)
            schema["pattern"] = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$";
        return schema;
    }

    private static JsonObject MoneySchema() => new()
    {
        ["type"] = "object",
        ["description"] = "An amount of money: a decimal string with exactly the minor digits of its currency.",
        ["required"] = new JsonArray("amount", "currency"),
        ["properties"] = new JsonObject
        {
            ["amount"] = new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$",
                ["description"] = "Such as `12.50`. Negative only in the books.",
            },
            ["currency"] = new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = "^[A-Z]{3}$",
                ["description"] = "The ISO 4217 code, such as `USD`.",
            },
        },
    };

    private static bool HasName(Type type) => type.IsEnum || type == typeof(Money)
        || (Json.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object && type != typeof(object) && type.Assembly == typeof(Money).Assembly);

    private static string MemberOf(JsonPropertyInfo property) =>
        property.AttributeProvider is System.Reflection.MemberInfo member ? member.Name : property.Name;

    private static string NameOf(Type type)
    {
        if (type.IsGenericType)
            return NameOf(type.GetGenericArguments()[0]) + type.Name.Split('`')[0];
        var own = type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^4] : type.Name;
        if (type.DeclaringType is not { } outer)
            return own;
        // A request body is named after its function, an answer after the thing it describes.
        var within = NameOf(outer);
        if (type.Name != "Request")
            within = Verb().Replace(within, "");
        return own.Length == 0 ? within.TrimEnd('s') : own == within ? own : within + own;
    }

    // The exporter does not call the transformer for a member with its own converter and a default.
    private void FillIn(JsonObject schema, Type type, bool isRead)
    {
        foreach (var property in Json.GetTypeInfo(type).Properties)
        {
            if (schema["properties"]?[property.Name] is JsonObject { Count: 0 })
            {
                schema["properties"]![property.Name] =
                    Reference(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, isRead);
            }
        }
    }

    private static void LeaveOutDefaults(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            schema.Remove("default");
            foreach (var (_, within) in schema)
                LeaveOutDefaults(within);
        }
    }

    [GeneratedRegex("^(Get|List|Show|Register)(?=[A-Z])")]
    private static partial Regex Verb();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(ChatPayJson.Api)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
