using System.Text.Encodings.Web;
using System.Text.Json;
using ChatPay.Local.Files;
using ChatPay.Local.Hosting;

namespace ChatPay.Local.Settings;

/// <summary>The official host's settings file for the app. A file that somebody has edited is never overwritten.</summary>
internal static class LocalSettingsFile
{
    public const string Name = "local.settings.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Beside the app's project when run in the repository, else in the current directory.</summary>
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
    /// <param name="file">The path where the host looks for the file.</param>
    /// <param name="remembered">The file that records the settings of this call, whether or not they were written to
    /// <paramref name="file"/>.</param>
    /// <param name="settings">The settings by configuration name.</param>
    /// <param name="app">The address at which the host is to listen.</param>
    /// <returns>The names of the settings that differ in a file that somebody has edited; null when the file was written.</returns>
    /// <exception cref="PlatformException">The file cannot be written, or an existing one cannot be read.</exception>
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
