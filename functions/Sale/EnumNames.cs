using System.Collections.Frozen;
using System.Text.Json;

namespace ChatPay.Functions.Sale;

/// <summary>The names of enum values in the API: the declared name, otherwise the C# name in camel case.</summary>
public static class EnumNames
{
    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The value with this name; null when there is none. Names are case-sensitive.</summary>
    public static T? Find<T>(string name)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(name, out var value) ? value : null;

    /// <summary>All names, in declaration order.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => All(typeof(T));

    /// <summary>All names, in declaration order.</summary>
    public static IEnumerable<string> All(Type type) =>
        Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Written(Enum.ToObject(type, v), type));

    private static string Written(object value, Type type) => JsonSerializer.SerializeToElement(value, type, ChatPayJson.Api).GetString()!;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(v => v, v => Written(v, typeof(T)));

        public static readonly FrozenDictionary<string, T> ByName = ByValue.ToFrozenDictionary(
            v => v.Value,
            v => v.Key,
            StringComparer.Ordinal);
    }
}
