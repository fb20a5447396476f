using Azure.Messaging.ServiceBus;
using ChatPay.Local.Worker.Settlement;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The official client's processors over AMQP, as the Service Bus extension uses them: they hand messages to functions of the
/// worker, and when they stop they take no more and wait for those that run.</summary>
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

    // What a function settles is settled by what the processor has given for it.
    private sealed class OfArguments(ProcessSessionMessageEventArgs args) : ServiceBusSessionReceiver
    {
        public override string SessionId => args.SessionId;

        public override DateTimeOffset SessionLockedUntil => args.SessionLockedUntil;

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
            args.CompleteMessageAsync(message, cancellationToken);
    }
}
