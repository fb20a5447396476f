using System.Globalization;
using System.Text.Json;

namespace ChatPay.Local.Hosting;

/// <summary>Reads values of host.json by path, such as <c>extensions.http.routePrefix</c>; null for a missing one.</summary>
internal sealed class HostJsonReader(JsonElement root, string file)
{
    /// <exception cref="PlatformException">The value is not a string.</exception>
    public string? Text(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new PlatformException($"\"{path}\" in {file} must be a string."),
    };

    /// <exception cref="PlatformException">The value is not a whole number above zero.</exception>
    public int? Count(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var count) && count > 0 => count,
        _ => throw new PlatformException($"\"{path}\" in {file} must be a whole number above zero."),
    };

    /// <exception cref="PlatformException">The value is neither true nor false.</exception>
    public bool? Flag(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
        _ => throw new PlatformException($"\"{path}\" in {file} must be true or false."),
    };

    /// <exception cref="PlatformException">The value is not a time span.</exception>
    public TimeSpan? Duration(string path) =>
        Find(path) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text
                when TimeSpan.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero => span,
            _ => throw new PlatformException($"\"{path}\" in {file} must be a time span such as \"00:05:00\"."),
        };

    /// <exception cref="PlatformException">The value is neither a whole number above zero nor −1.</exception>
    public int? CountOrUnlimited(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var count) && count is > 0 or -1 => count,
        _ => throw new PlatformException($"\"{path}\" in {file} must be a whole number above zero, or -1 for no limit."),
    };

    /// <exception cref="PlatformException">The value is not an object, or an entry of it is wrong.</exception>
    public IReadOnlyDictionary<string, T>? Entries<T>(string path, string shape, Func<JsonElement, string, string, T> read) =>
        Find(path) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } entries
                when entries.EnumerateObject().CountBy(e => e.Name).FirstOrDefault(e => e.Value > 1) is { Key: { } twice } =>
                throw new PlatformException($"\"{path}.{twice}\" in {file} is there twice."),
            { ValueKind: JsonValueKind.Object } entries => entries
                .EnumerateObject()
                .ToDictionary(e => e.Name, e => read(e.Value, $"{path}.{e.Name}", file)),
            _ => throw new PlatformException($"\"{path}\" in {file} must be {shape}."),
        };

    private JsonElement? Find(string path)
    {
        var element = root;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
