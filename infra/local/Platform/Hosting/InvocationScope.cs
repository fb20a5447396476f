using System.Collections;

namespace ChatPay.Local.Hosting;

/// <summary>What the log says of everything that is logged during an invocation.</summary>
internal sealed class InvocationScope(string invocationId, string function) : IReadOnlyList<KeyValuePair<string, object>>
{
    public int Count => 2;

    public KeyValuePair<string, object> this[int index] => index switch
    {
        0 => new("AzureFunctions_InvocationId", invocationId),
        1 => new("AzureFunctions_FunctionName", function),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public override string ToString() => $"{this[0].Key}:{invocationId} {this[1].Key}:{function}";

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
