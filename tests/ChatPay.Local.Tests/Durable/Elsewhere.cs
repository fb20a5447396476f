using System.Runtime.CompilerServices;

namespace ChatPay.Local.Tests.Durable;

/// <summary>Whoever awaits it goes on on another thread, always. A Task.Run may have ended before it is awaited, on a loaded machine above
/// all, and then nobody leaves the thread.</summary>
internal sealed class Elsewhere : INotifyCompletion
{
    public bool IsCompleted => false;

    public Elsewhere GetAwaiter() => this;

    public void OnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(_ => continuation(), null);

    public void GetResult()
    {
    }
}
