namespace ChatPay.Local.ServiceBus;

/// <summary>Hands messages of an entity to a handler until it is disposed. Disposing cancels the handlers' token;
/// <see cref="IAsyncDisposable.DisposeAsync"/> waits for the handlers as well.</summary>
public interface IBusListener : IDisposable, IAsyncDisposable
{
    /// <summary>Takes no more messages; those that are being handled go on.</summary>
    void StopTaking();
}
