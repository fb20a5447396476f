using System.Text.Json;
using ChatPay.Local.Files;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>The status of the schedules, kept across restarts in a small file if one is given.</summary>
internal sealed class TimerMemory
{
    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly Dictionary<string, ScheduleStatus> _statuses = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="PlatformException">The file is damaged.</exception>
    public TimerMemory(string? file)
    {
        _file = file;
        if (file is null || !Path.Exists(file))
            return;
        try
        {
            foreach (var (name, status) in JsonSerializer.Deserialize<Dictionary<string, ScheduleStatus>>(File.ReadAllText(file)) ?? [])
                _statuses[name] = status ?? throw new JsonException($"{name} has no status.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The timers' file {file} is damaged: delete it, or start with --fresh.", e);
        }
    }

    public ScheduleStatus? Read(string function)
    {
        lock (_gate) return _statuses.GetValueOrDefault(function);
    }

    /// <summary>Stores the status, at least until this process ends.</summary>
    /// <returns>The reason why it could not be written to the file; null on success.</returns>
    public Exception? Write(string function, ScheduleStatus status)
    {
        lock (_gate)
        {
            _statuses[function] = status;
            return _file is null ? null : SmallFile.TryWrite(_file, JsonSerializer.SerializeToUtf8Bytes(_statuses));
        }
    }
}
