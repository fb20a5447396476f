using System.Text.Json;
using ChatPay.Local.Files;

namespace ChatPay.Local;

/// <summary>Where a platform that runs can be reached: kept in its data folder while it runs, for those who come later.</summary>
/// <param name="App">The function app.</param>
/// <param name="Control">The clock.</param>
internal sealed record RunningPlatform(Uri App, Uri Control) : IAsyncDisposable
{
    public const string FileName = "running.json";

    private string? _file;

    /// <summary>Writes the file, which is deleted when the result is disposed; after a kill it stays, and nobody answers there.</summary>
    public static RunningPlatform Announce(string file, Uri app, Uri control)
    {
        var running = new RunningPlatform(app, control) { _file = file };
        SmallFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(running, JsonSerializerOptions.Web));
        return running;
    }

    /// <summary>By the port of the app, or by the data folder.</summary>
    /// <exception cref="PlatformException">None has written itself down in the folder.</exception>
    public static Uri FindControl(int? port, string folder)
    {
        if (port is { } app)
            return new Uri($"http://127.0.0.1:{app + 1}/");
        var file = Path.Combine(Path.GetFullPath(folder), FileName);
        try
        {
            if (File.Exists(file)
                && JsonSerializer.Deserialize<RunningPlatform>(File.ReadAllText(file), JsonSerializerOptions.Web)
                    is { Control: not null } running)
                return running.Control;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // As if it were not there.
        }

        throw new PlatformException(
            $"No platform runs on the data folder {Path.GetFullPath(folder)}: start one, or say which with --data or --port.");
    }

    public ValueTask DisposeAsync()
    {
        if (_file is not null)
            File.Delete(_file);
        return ValueTask.CompletedTask;
    }
}
