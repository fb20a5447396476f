using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Lets callers wait until an instance reaches a state.</summary>
/// <param name="find">Returns the committed state of an instance.</param>
internal sealed class InstanceWatch(Func<string, InstanceRow?> find)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Watcher>> _watchers = [];

    /// <summary>Waits until <paramref name="wanted"/> is true of the committed instance, and returns it.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public async Task<InstanceRow> WaitAsync(string id, Predicate<InstanceRow> wanted, CancellationToken cancellationToken)
    {
        var watcher = new Watcher(wanted);
        lock (_gate)
        {
            if (!_watchers.TryGetValue(id, out var list))
                _watchers.Add(id, list = []);
            list.Add(watcher);
        }

        try
        {
            // Read after the watcher is registered, so that no commit is missed.
            watcher.See(find(id) ?? throw new ArgumentException($"An orchestration with the instanceId {id} was not found.", nameof(id)));
            using var others = WorkTracker.WaitsForOthers();
            return await watcher.Seen.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Remove(id, watcher);
        }
    }

    public void Committed(InstanceRow row)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(row.Id, out var list))
                list.ForEach(w => w.See(row));
        }
    }

    /// <summary>Ends all waits, because the engine stops.</summary>
    public void Close()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values.SelectMany(w => w))
                watcher.Seen.TrySetException(new ObjectDisposedException(nameof(DurableEngine)));
        }
    }

    private void Remove(string id, Watcher watcher)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(id, out var list) && list.Remove(watcher) && list.Count == 0)
                _watchers.Remove(id);
        }
    }

    private sealed class Watcher(Predicate<InstanceRow> wanted)
    {
        public TaskCompletionSource<InstanceRow> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(InstanceRow row)
        {
            if (wanted(row))
                Seen.TrySetResult(row);
        }
    }
}
