namespace ChatPay.Local.ServiceBus;

/// <summary>Delivers messages of an entity to a handler until disposed. Disposing cancels the handlers' token;
/// <see cref="IAsyncDisposable.DisposeAsync"/> also waits for the handlers.</summary>
public interface IBusListener : IDisposable, IAsyncDisposable
{
    /// <summary>Accepts no more messages; those being handled continue.</summary>
    void StopTaking();
}
