namespace ChatPay.Local.Emulation;

/// <summary>Parts that are disposed together, in reverse order of their start.</summary>
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
