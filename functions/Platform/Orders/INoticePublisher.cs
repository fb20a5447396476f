namespace ChatPay.Functions.Platform.Orders;

/// <summary>Publishes an order's notices, as the messages of the queue <c>notices</c> ask for.</summary>
public interface INoticePublisher
{
    /// <summary>Publishes them now, within a few seconds, and deletes the rows that are done.</summary>
    /// <param name="trigger">As it would be sent.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been published.</param>
    /// <returns>False when a message has to do it: something failed or took too long, or shipments have to be reported to the
    /// provider too. What is published twice is recognised.</returns>
    Task<bool> TryPublishAsync(OutboxTrigger trigger, CancellationToken cancellationToken);
}
