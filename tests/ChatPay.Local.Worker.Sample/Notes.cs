using System.Collections.Concurrent;

namespace ChatPay.Local.Worker.Sample;

/// <summary>What the functions wrote down, and what is ambient to their callers.</summary>
public sealed class Notes : ConcurrentQueue<string>
{
    public static readonly AsyncLocal<string?> Caller = new();
}
