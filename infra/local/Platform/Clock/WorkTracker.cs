namespace ChatPay.Local.Clock;

/// <summary>
/// Knows what is being worked on, so that the clock can be moved only when everything has come to rest. Work that has a
/// timer of the clock set (a back-off, a time-out) may be waiting for the clock: when all work is such and nothing has
/// begun or ended for a moment, that counts as rest too.
/// </summary>
public sealed class WorkTracker
{
    private static readonly TimeSpan AllWaiting = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SomeWaiting = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly HashSet<Item> _items = [];
    private readonly AsyncLocal<Item?> _current = new();
    private TaskCompletionSource? _changed;

    internal IDisposable Begin(string what)
    {
        var item = new Item(this, what, _current.Value is { Ended: false } parent ? parent : null);
        _current.Value = item;
        lock (_gate)
        {
            _items.Add(item);
            Changed();
        }

        return item;
    }

    /// <summary>The current work now waits on a timer, until the result is disposed; null outside any work.</summary>
    internal IDisposable? Waiting()
    {
        if (_current.Value is not { Ended: false } item)
            return null;

        lock (_gate)
        {
            for (var i = item; i is not null; i = i.Parent)
                i.Waits++;
            Changed();
        }

        return new Wait(this, item);
    }

    /// <summary>Runs code outside of the current work, for loops that outlive it.</summary>
    internal void Detach(Action start)
    {
        var before = _current.Value;
        _current.Value = null;
        try { start(); }
        finally { _current.Value = before; }
    }

    /// <exception cref="InvalidOperationException">Work that waits for no timer has not ended for a minute.</exception>
    internal async Task IdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan patience;
            bool anyWaiting;
            lock (_gate)
            {
                if (_items.Count == 0)
                    return;

                anyWaiting = _items.Any(i => i.Waits > 0);
                patience = _items.All(i => i.Waits > 0) ? AllWaiting : anyWaiting ? SomeWaiting : Stuck;
                changed = (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (await HappensWithin(changed, patience, cancellationToken))
                continue;
            if (anyWaiting)
                return;

            throw new InvalidOperationException($"The clock cannot be moved: still at work after {Stuck.TotalSeconds} s: {Describe()}.");
        }
    }

    private string Describe()
    {
        lock (_gate) return string.Join(", ", _items.Select(i => i.What).Take(10));
    }

#pragma warning disable RS0030 // Rest is a matter of the machine's time: nothing here depends on the moved clock.
    private static async Task<bool> HappensWithin(Task changed, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
#pragma warning restore RS0030

    private void Changed()
    {
        _changed?.TrySetResult();
        _changed = null;
    }

    private sealed class Item(WorkTracker tracker, string what, Item? parent) : IDisposable
    {
        public string What { get; } = what;

        public Item? Parent { get; } = parent;

        public int Waits { get; set; }

        public bool Ended { get; private set; }

        public void Dispose()
        {
            lock (tracker._gate)
            {
                if (Ended)
                    return;
                Ended = true;
                tracker._items.Remove(this);
                tracker.Changed();
            }

            if (tracker._current.Value == this)
                tracker._current.Value = Parent;
        }
    }

    private sealed class Wait(WorkTracker tracker, Item item) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            lock (tracker._gate)
            {
                if (_over)
                    return;
                _over = true;
                for (var i = item; i is not null; i = i.Parent)
                    i.Waits--;
                tracker.Changed();
            }
        }
    }
}
