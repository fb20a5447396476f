using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus.Client;

namespace ChatPay.Local.ServiceBus;

/// <summary>The local Service Bus: queues in one file, on the platform's clock. A send is acknowledged when it is on disk; locks
/// are in memory, so that a message in hand when the process dies is received again.</summary>
public sealed class ServiceBusBroker : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusQueue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _declaring = new();
    private readonly SqliteJournal _journal;
    private readonly LocalClock _clock;
    private readonly BusStore _store;
    private readonly BusDesk _desk;

    private ServiceBusBroker(ServiceBusBrokerOptions options, SqliteJournal journal)
    {
        _journal = journal;
        _clock = options.Clock;
        _store = new BusStore(journal);
        _desk = new BusDesk(_store, _clock, options.Logger, options.MaxAutoLockRenewalDuration)
        {
            DeadLettersOf = queue => queue.Dead ? queue : _queues[queue.Path + EntityPaths.DeadLetter],
        };
        foreach (var (id, path, queueOptions) in _store.Queues())
            Load(id, path, queueOptions);
    }

    /// <summary>A fault: while it is set, whatever a client asks for fails with <see cref="ServiceBusFailureReason.ServiceCommunicationProblem"/>.
    /// Subscriptions go on with what is there.</summary>
    public bool Unavailable { get; set; }

    /// <summary>The declared queues.</summary>
    public IReadOnlyList<QueueStatus> Queues =>
        [.. _queues.Values.Where(q => !q.Dead).OrderBy(q => q.Path, StringComparer.OrdinalIgnoreCase).Select(Status)];

    /// <exception cref="PlatformException">The file is damaged or of another version.</exception>
    public static ServiceBusBroker Open(ServiceBusBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServiceBusBroker(options, SqliteJournal.Open(options.DataFile, BusStore.Version, BusStore.Schema));
    }

    /// <summary>Makes a queue, or changes the options of one that is there. Nothing can be sent to a queue that is not declared.</summary>
    public void DeclareQueue(string name, QueueOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_declaring)
        {
            if (!_queues.TryGetValue(name, out var queue))
                queue = Load(_queues.Values.Select(q => q.Id).DefaultIfEmpty().Max() + 1, name, options ?? new QueueOptions());
            else if (options is null || queue.Options == options)
                return;

            queue.Options = options ?? queue.Options;

            // Nobody waits: the journal keeps the order, so that a message's own write finds its queue, or fails.
            _ = _store.DeclareAsync(queue.Id, queue.Path, queue.Options);
        }
    }

    /// <summary>An official client that works on this broker.</summary>
    public ServiceBusClient CreateClient(ServiceBusClientOptions? options = null) => new LocalServiceBusClient(this, options ?? new ServiceBusClientOptions());

    /// <summary>Handles the messages of a queue, which is declared if it is not: completes a message when <paramref name="handle"/>
    /// returns (unless it has settled it), abandons it at once when it throws, dead-letters it after the queue's most deliveries.
    /// Messages are the clock's work until they are settled, and none is left between two deliveries.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="maxConcurrent">How many messages are handled at a time.</param>
    /// <param name="handle">Its token is cancelled when the subscription is disposed.</param>
    /// <param name="autoComplete">False: what returns unsettled stays locked until its lock expires.</param>
    public IDisposable Subscribe(
        string queue, int maxConcurrent, Func<ServiceBusReceivedMessage, CancellationToken, Task> handle, bool autoComplete = true)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrent, 1);
        DeclareQueue(queue);
        return new BusSubscription(_queues[queue], _desk, _clock, maxConcurrent, autoComplete, handle);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values)
            queue.Dispose();
        await _journal.DisposeAsync();
    }

    internal BusDesk Desk => _desk;

    internal BusQueue? Find(string entityPath) => _queues.GetValueOrDefault(entityPath);

    /// <summary>The entity that a client asks for.</summary>
    /// <exception cref="ServiceBusException">There is none, or the broker plays that it cannot be reached.</exception>
    internal BusQueue Reach(string entityPath, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Unavailable)
            throw new ServiceBusException("Service Bus is unavailable: the fault is switched on.", ServiceBusFailureReason.ServiceCommunicationProblem, entityPath);

        return Find(entityPath) ?? throw new ServiceBusException(
            $"The messaging entity '{entityPath}' could not be found: declare it.", ServiceBusFailureReason.MessagingEntityNotFound, entityPath);
    }

    /// <summary>Messages of a queue, or of its dead letters, as they are: nothing is locked.</summary>
    internal IReadOnlyList<ServiceBusReceivedMessage> Peek(string queue, bool deadLetters, int maxMessages, long fromSequenceNumber = 0) =>
        _desk.Peek(Declared(deadLetters ? queue + EntityPaths.DeadLetter : queue), fromSequenceNumber, maxMessages);

    /// <summary>Dead letters go back into their queue, as new messages.</summary>
    /// <exception cref="ServiceBusException">One of the numbers is not that of a dead letter, or it is being received.</exception>
    internal Task ResubmitAsync(string queue, params IReadOnlyList<long> sequenceNumbers) =>
        _desk.ResubmitAsync(Declared(queue + EntityPaths.DeadLetter), Declared(queue), sequenceNumbers);

    private BusQueue Declared(string path) =>
        Find(path) ?? throw new PlatformException($"There is no queue {path}.");

    private BusQueue Load(int id, string path, QueueOptions options)
    {
        var queue = new BusQueue(id, path, dead: false, options, _clock, _desk.Overdue);
        var deadLetters = new BusQueue(id, path + EntityPaths.DeadLetter, dead: true, options, _clock, _desk.Overdue);
        _queues[queue.Path] = queue;
        _queues[deadLetters.Path] = deadLetters;

        // The dead letters first: filling the queue may add to them.
        Fill(deadLetters);
        Fill(queue);
        return queue;
    }

    private void Fill(BusQueue queue)
    {
        foreach (var (message, state) in _store.Messages(queue))
        {
            message.Deferred = state == ServiceBusMessageState.Deferred;
            if (state == ServiceBusMessageState.Scheduled)
                queue.Put(message, MessagePlace.Scheduled);
            else
                queue.Return(message);
        }
    }

    private QueueStatus Status(BusQueue queue) => new(
        queue.Path,
        queue.Count(MessagePlace.Ready),
        queue.Count(MessagePlace.Locked),
        queue.Count(MessagePlace.Scheduled),
        queue.Count(MessagePlace.Deferred),
        _queues[queue.Path + EntityPaths.DeadLetter].Count(MessagePlace.Ready));
}
