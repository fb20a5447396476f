using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Local.Hosting;

/// <summary>Reads the app's settings for the host.</summary>
internal static partial class SettingNames
{
    /// <summary>Environment variables, overridden by the given settings. A double underscore stands for a colon.</summary>
    public static IConfigurationRoot Configuration(IReadOnlyDictionary<string, string?> settings) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)))
        .Build();

    /// <summary>Replaces every <c>%Setting%</c>.</summary>
    /// <exception cref="PlatformException">There is no such setting.</exception>
    public static string Resolve(this IConfiguration settings, string text, string function) =>
        Expression()
            .Replace(
                text,
                match =>
                    settings[match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)]
                    ?? throw new PlatformException(
                        $"The function {function} names the setting %{match.Groups[1].Value}%, which is not set: add it to "
                            + "local.settings.json."));

    /// <summary><c>AzureWebJobs.{name}.Disabled</c></summary>
    public static bool IsDisabled(this IConfiguration settings, string function) =>
        (settings[$"AzureWebJobs.{function}.Disabled"] ?? settings[$"AzureWebJobs_{function}_Disabled"]) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Expression();
}
