using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Caches the state of instances that took a turn recently, so that the next turn need not load it. Bounded in number and
/// size, evicting the least recently used: an idle instance exists on disk only. A turn takes the state out and puts the next one in
/// after its commit, so the cache always equals the disk.</summary>
internal sealed class WarmInstances(int most = 4096, long mostCharacters = 32 * 1024 * 1024)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _characters;

    public InstanceState? Take(string id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) ? Remove(entry).State : null;
    }

    /// <summary>Returns the cached row without taking the state out.</summary>
    public InstanceRow? Row(string id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) ? entry.Value.State.Row : null;
    }

    public void Put(string id, InstanceState state)
    {
        // A single large one must not evict all the others.
        if (state.Size > mostCharacters / 8)
            return;
        lock (_gate)
        {
            if (_entries.TryGetValue(id, out var before))
                Remove(before);
            _entries.Add(id, _byUse.AddLast(new Entry(id, state)));
            _characters += state.Size;
            while (_entries.Count > most || _characters > mostCharacters)
                Remove(_byUse.First!);
        }
    }

    private Entry Remove(LinkedListNode<Entry> entry)
    {
        _byUse.Remove(entry);
        _entries.Remove(entry.Value.Id);
        _characters -= entry.Value.State.Size;
        return entry.Value;
    }

    private readonly record struct Entry(string Id, InstanceState State);
}
