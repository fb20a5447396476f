namespace ChatPay.Local.Emulation;

/// <summary>Parts that stop together: each before those that were there when it started.</summary>
internal sealed class OwnedParts : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    public T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }
}
