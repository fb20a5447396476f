using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ChatPay.Local.Hosting;

/// <summary>What parameters of a durable function can be bound to by name: the instance id.</summary>
internal sealed class InstanceData(string instanceId) : IReadOnlyDictionary<string, object?>
{
    private const string Name = "instanceId";

    public int Count => 1;

    public IEnumerable<string> Keys => [Name];

    public IEnumerable<object?> Values => [instanceId];

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no {key}.");

    public bool ContainsKey(string key) => Name.Equals(key, StringComparison.OrdinalIgnoreCase);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        var found = ContainsKey(key);
        value = found ? instanceId : null;
        return found;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return KeyValuePair.Create<string, object?>(Name, instanceId);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
