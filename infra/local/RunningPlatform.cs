using System.Text.Json;
using ChatPay.Local.Files;

namespace ChatPay.Local;

/// <summary>The addresses of a running platform, kept in its data folder while it runs, for other processes to find.</summary>
/// <param name="App">The address of the function app.</param>
/// <param name="Control">The address of the API that moves the clock.</param>
internal sealed record RunningPlatform(Uri App, Uri Control) : IAsyncDisposable
{
    public const string FileName = "running.json";

    private string? _file;

    /// <summary>Writes the file; disposing the result deletes it. After a kill the file stays, and nothing answers at its
    /// addresses.</summary>
    public static RunningPlatform Announce(string file, Uri app, Uri control)
    {
        var running = new RunningPlatform(app, control) { _file = file };
        SmallFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(running, JsonSerializerOptions.Web));
        return running;
    }

    /// <summary>Finds the control address by the app's port, or else by the data folder.</summary>
    /// <exception cref="PlatformException">The folder names no running platform.</exception>
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
            // A file that cannot be read counts as missing.
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
