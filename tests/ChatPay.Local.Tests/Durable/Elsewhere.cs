using System.Runtime.CompilerServices;

namespace ChatPay.Local.Tests.Durable;

/// <summary>An awaitable that always continues on another thread. A Task.Run may complete before it is awaited, especially on a
/// loaded machine, and then the awaiter stays on its thread.</summary>
internal sealed class Elsewhere : INotifyCompletion
{
    public bool IsCompleted => false;

    public Elsewhere GetAwaiter() => this;

    public void OnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(_ => continuation(), null);

    public void GetResult()
    {
    }
}
