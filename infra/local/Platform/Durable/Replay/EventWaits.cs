namespace ChatPay.Local.Durable.Replay;

/// <summary>Who waits for which external event, and the events nobody has waited for. Names compare without regard to case; the
/// newest wait gets the next event, and events nobody waits for are kept in the order they came.</summary>
internal sealed class EventWaits(ReplayThread thread, bool loseToCancelled)
{
    private readonly Dictionary<string, List<Wait>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string? Data)> _unclaimed = [];

    public bool Any => _waits.Values.Any(stack => stack.Any(w => !w.IsOver));

    public IReadOnlyList<(string Name, string? Data)> Unclaimed => _unclaimed;

    /// <exception cref="ArgumentException">Another type is being waited for under that name.</exception>
    public Task<T> Begin<T>(string name, Func<string?, T> read, CancellationToken cancellationToken)
    {
        if (!_waits.TryGetValue(name, out var stack))
            _waits.Add(name, stack = []);
        if (stack.FirstOrDefault() is { } other && other.Type != typeof(T))
        {
            throw new ArgumentException(
                $"The event '{name}' is already being waited for as {other.Type.FullName}, and cannot be waited for as {typeof(T).FullName} too.");
        }

        // A wait that is over before it began takes no event.
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        var wait = new Wait<T>(read);
        if (_unclaimed.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase)) is var found and >= 0)
        {
            var data = _unclaimed[found].Data;
            _unclaimed.RemoveAt(found);
            wait.Complete(data);
            return wait.Task;
        }

        stack.Add(wait);
        cancellationToken.Register(() =>
        {
            if (thread.Accepts() && wait.Cancel(cancellationToken) && !loseToCancelled)
                stack.Remove(wait);
        });
        return wait.Task;
    }

    public void Raise(string name, string? data)
    {
        if (!_waits.TryGetValue(name, out var stack) || stack.Count == 0)
        {
            _unclaimed.Add((name, data));
            return;
        }

        var newest = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        newest.Complete(data);
    }

    private abstract class Wait
    {
        public abstract Type Type { get; }

        public abstract bool IsOver { get; }

        public abstract void Complete(string? data);
    }

    private sealed class Wait<T>(Func<string?, T> read) : Wait
    {
        private readonly TaskCompletionSource<T> _end = new();

        public Task<T> Task => _end.Task;

        public override Type Type => typeof(T);

        public override bool IsOver => _end.Task.IsCompleted;

        public bool Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);

        public override void Complete(string? data)
        {
            T value;
            try
            {
                value = read(data);
            }
#pragma warning disable CA1031 // A payload that cannot be read is the orchestrator's to handle.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _end.TrySetException(e);
                return;
            }

            _end.TrySetResult(value);
        }
    }
}
