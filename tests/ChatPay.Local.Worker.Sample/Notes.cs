using System.Collections.Concurrent;

namespace ChatPay.Local.Worker.Sample;

/// <summary>The entries that the functions recorded, and an ambient value of their callers.</summary>
public sealed class Notes : ConcurrentQueue<string>
{
    public static readonly AsyncLocal<string?> Caller = new();
}
