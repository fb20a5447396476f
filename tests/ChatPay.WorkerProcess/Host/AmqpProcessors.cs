using Azure.Messaging.ServiceBus;
using ChatPay.Local.Worker.Settlement;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The official client's processors over AMQP, used like in the Service Bus extension: they pass messages to functions of
/// the worker; when stopped they accept no more and wait for those that run.</summary>
internal static class AmqpProcessors
{
    public static ServiceBusProcessor Messages(
        ServiceBusClient client,
        string queue,
        ProcessWorker worker,
        string function,
        Action<Exception?> ended)
    {
        var processor = client.CreateProcessor(queue);
        var receiver = client.CreateReceiver(queue);
        processor.ProcessMessageAsync += args =>
            TellAsync(
                ended,
                () => worker.RunMessagesAsync(function, new MessageDelivery([args.Message], receiver), CancellationToken.None));
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        return processor;
    }

    public static ServiceBusSessionProcessor Sessions(
        ServiceBusClient client,
        string queue,
        ProcessWorker worker,
        string function,
        Action<Exception?> ended)
    {
        var processor = client.CreateSessionProcessor(queue, new ServiceBusSessionProcessorOptions { AutoCompleteMessages = false });
        processor.ProcessMessageAsync += args =>
        {
            var receiver = new OfArguments(args);
            var delivery = new MessageDelivery([args.Message], receiver) { Session = receiver, ReleaseSession = args.ReleaseSession };
            return TellAsync(ended, () => worker.RunMessagesAsync(function, delivery, CancellationToken.None));
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        return processor;
    }

    private static async Task TellAsync(Action<Exception?> ended, Func<Task> run)
    {
        try
        {
            await run();
            ended(null);
        }
        catch (Exception e)
        {
            ended(e);
            throw;
        }
    }

    // Settles a function's messages through the processor's event arguments.
    private sealed class OfArguments(ProcessSessionMessageEventArgs args) : ServiceBusSessionReceiver
    {
        public override string SessionId => args.SessionId;

        public override DateTimeOffset SessionLockedUntil => args.SessionLockedUntil;

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
            args.CompleteMessageAsync(message, cancellationToken);
    }
}
