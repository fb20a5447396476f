using System.Text.Encodings.Web;
using System.Text.Json;
using ChatPay.Local.Files;
using ChatPay.Local.Hosting;

namespace ChatPay.Local.Settings;

/// <summary>The official host's settings file for the app. One that somebody has edited is left as it is.</summary>
internal static class LocalSettingsFile
{
    public const string Name = "local.settings.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Beside the app's project, when this runs in the repository; else where it was started.</summary>
    public static string DefaultPath
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ChatPay.Functions.sln")))
                    return Path.Combine(folder.FullName, "functions", Name);
            }

            return Path.GetFullPath(Name);
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="file">Where the host looks for it.</param>
    /// <param name="remembered">What this has written there the last time; all of the settings, whether they are written or not.</param>
    /// <param name="settings">By their names in the configuration.</param>
    /// <param name="app">Where the host is to listen.</param>
    /// <returns>The names of the settings that the file has otherwise, because somebody has edited it; null when it is written.</returns>
    /// <exception cref="PlatformException">The file cannot be written, or there is one that cannot be read.</exception>
    public static IReadOnlyList<string>? Write(string file, string remembered, IReadOnlyDictionary<string, string?> settings, Uri app)
    {
        var values = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            values[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var text = JsonSerializer.SerializeToUtf8Bytes(
            new { IsEncrypted = false, Values = values, Host = new { LocalHttpPort = app.Port, CORS = "*" } }, Readable);
        try
        {
            var isOurs =
                !File.Exists(file)
                || (File.Exists(remembered) && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(remembered)));
            SmallFile.Write(remembered, text);
            if (!isOurs)
                return Different(LocalSettings.Read(file), values);
            SmallFile.Write(file, text);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"{file} cannot be written ({e.Message.TrimEnd('.')}): name another with --app-settings.", e);
        }
    }

    private static List<string> Different(IReadOnlyDictionary<string, string?> there, SortedDictionary<string, string?> needed) =>
        [.. needed.Where(s => there.GetValueOrDefault(s.Key) != s.Value).Select(s => s.Key)];
}
