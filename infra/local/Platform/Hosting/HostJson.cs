using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>What this host honours of host.json.</summary>
internal sealed record HostJson
{
    /// <summary>extensions.http.routePrefix</summary>
    public string RoutePrefix { get; private init; } = "api";

    /// <summary>extensions.serviceBus.maxConcurrentCalls</summary>
    public int MaxConcurrentCalls { get; private init; } = 16;

    /// <summary>logging.logLevel</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; private init; } = new Dictionary<string, LogLevel>();

    /// <exception cref="PlatformException">The file is missing or something in it is wrong; the sentence says what.</exception>
    public static HostJson Read(string? file)
    {
        if (file is null)
            return new HostJson();

        using var document = JsonFile.Read(file);
        var root = document.RootElement;
        if (Find(root, "version") is not { ValueKind: JsonValueKind.String } version || version.GetString() != "2.0")
            throw new PlatformException($"\"version\" in {file} must be \"2.0\".");

        var defaults = new HostJson();
        return new HostJson
        {
            RoutePrefix = Find(root, "extensions", "http", "routePrefix") switch
            {
                null => defaults.RoutePrefix,
                { ValueKind: JsonValueKind.String } prefix => prefix.GetString()!.Trim('/'),
                _ => throw new PlatformException($"\"extensions.http.routePrefix\" in {file} must be a string."),
            },
            MaxConcurrentCalls = Find(root, "extensions", "serviceBus", "maxConcurrentCalls") switch
            {
                null => defaults.MaxConcurrentCalls,
                { ValueKind: JsonValueKind.Number } calls when calls.TryGetInt32(out var number) && number > 0 => number,
                _ => throw new PlatformException($"\"extensions.serviceBus.maxConcurrentCalls\" in {file} must be a whole number above zero."),
            },
            LogLevels = Find(root, "logging", "logLevel") switch
            {
                null => defaults.LogLevels,
                { ValueKind: JsonValueKind.Object } levels => levels.EnumerateObject().ToDictionary(l => l.Name, l => Level(l, file)),
                _ => throw new PlatformException($"\"logging.logLevel\" in {file} must be an object of categories and levels."),
            },
        };
    }

    private static LogLevel Level(JsonProperty entry, string file) =>
        entry.Value.ValueKind == JsonValueKind.String && Enum.TryParse<LogLevel>(entry.Value.GetString(), ignoreCase: true, out var level)
            ? level
            : throw new PlatformException(
                $"\"logging.logLevel.{entry.Name}\" in {file} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
