using ChatPay.Local.Clock;

namespace ChatPay.Local.Durable.Turns;

/// <summary>The engine's work, for the clock. Work begins where it is caused and is never nested in other work; whatever is left when
/// the engine stops ends then.</summary>
internal sealed class EngineWork(LocalClock clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Item> _items = [];
    private bool _over;

    public IDisposable Begin(string what) => Keep(clock.Work.Hold(what));

    /// <summary>Begins work that the calling flow does: its waits on the clock count as waiting.</summary>
    public IDisposable Enter(string what) => Keep(clock.Working(what));

    public void Close()
    {
        Item[] left;
        lock (_gate)
        {
            _over = true;
            left = [.. _items];
        }

        foreach (var item in left)
            item.Dispose();
    }

    private Item Keep(IDisposable work)
    {
        var item = new Item(this, work);
        lock (_gate)
        {
            if (!_over)
            {
                _items.Add(item);
                return item;
            }
        }

        item.Dispose();
        return item;
    }

    private sealed class Item(EngineWork owner, IDisposable work) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
                owner._items.Remove(this);
            work.Dispose();
        }
    }
}
