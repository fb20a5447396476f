using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>The parts of host.json that this host supports. Unknown sections are ignored, as in the official host.</summary>
internal sealed record HostJson
{
    /// <summary>extensions.http.routePrefix</summary>
    public string RoutePrefix { get; private init; } = "api";

    /// <summary>extensions.http.maxConcurrentRequests; −1 is no limit.</summary>
    public int MaxConcurrentRequests { get; private init; } = -1;

    /// <summary>extensions.http.maxOutstandingRequests; −1 is no limit.</summary>
    public int MaxOutstandingRequests { get; private init; } = -1;

    /// <summary>extensions.http.customHeaders, added to every response.</summary>
    public IReadOnlyDictionary<string, string> CustomHeaders { get; private init; } = new Dictionary<string, string>();

    /// <summary>extensions.serviceBus</summary>
    public ServiceBusSettings ServiceBus { get; private init; } = new();

    /// <summary>extensions.durableTask.maxConcurrentActivityFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentActivityFunctions { get; private init; }

    /// <summary>extensions.durableTask.maxConcurrentOrchestratorFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentOrchestratorFunctions { get; private init; }

    /// <summary>extensions.durableTask.hubName</summary>
    public string HubName { get; private init; } = "TestHubName";

    /// <summary>extensions.durableTask.defaultVersion, for instances started without a version; null for none.</summary>
    public string? DefaultVersion { get; private init; }

    /// <summary>functionTimeout; null ("-1" in the file) for none.</summary>
    public TimeSpan? FunctionTimeout { get; private init; }

    /// <summary>logging.logLevel</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; private init; } = new Dictionary<string, LogLevel>();

    /// <exception cref="PlatformException">The file is missing or wrong; the message says what.</exception>
    public static HostJson Read(string? file)
    {
        if (file is null)
            return new HostJson();

        using var document = JsonFile.Read(file);
        var json = new HostJsonReader(document.RootElement, file);
        if (json.Text("version") != "2.0")
            throw new PlatformException($"\"version\" in {file} must be \"2.0\".");

        var defaults = new HostJson();
        return new HostJson
        {
            RoutePrefix = json.Text("extensions.http.routePrefix")?.Trim('/') ?? defaults.RoutePrefix,
            MaxConcurrentRequests = json.CountOrUnlimited("extensions.http.maxConcurrentRequests") ?? defaults.MaxConcurrentRequests,
            MaxOutstandingRequests = json.CountOrUnlimited("extensions.http.maxOutstandingRequests") ?? defaults.MaxOutstandingRequests,
            CustomHeaders = json.Entries("extensions.http.customHeaders", "an object of strings", Header) ?? defaults.CustomHeaders,
            ServiceBus = ServiceBusSettings.Read(json),
            MaxConcurrentActivityFunctions = json.Count("extensions.durableTask.maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestratorFunctions = json.Count("extensions.durableTask.maxConcurrentOrchestratorFunctions"),
            HubName = json.Text("extensions.durableTask.hubName") ?? defaults.HubName,
            DefaultVersion = json.Text("extensions.durableTask.defaultVersion"),
            FunctionTimeout = json.Text("functionTimeout") is { } limit ? Limit(limit, file) : null,
            LogLevels = json.Entries("logging.logLevel", "an object of categories and levels", Level) ?? defaults.LogLevels,
        };
    }

    private static TimeSpan? Limit(string text, string file) =>
        text == "-1" ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var limit) && limit > TimeSpan.Zero ? limit
        : throw new PlatformException($"\"functionTimeout\" in {file} must be a time span such as \"00:05:00\", or \"-1\" for none.");

    private static string Header(JsonElement value, string path, string file) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new PlatformException($"\"{path}\" in {file} must be a string.");

    private static LogLevel Level(JsonElement value, string path, string file) =>
        value.ValueKind == JsonValueKind.String && Enum.TryParse<LogLevel>(value.GetString(), ignoreCase: true, out var level)
            ? level
            : throw new PlatformException($"\"{path}\" in {file} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
}
