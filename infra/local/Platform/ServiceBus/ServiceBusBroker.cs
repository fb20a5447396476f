using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus.Client;
using ChatPay.Local.ServiceBus.Queues;
using ChatPay.Local.ServiceBus.Topics;

namespace ChatPay.Local.ServiceBus;

/// <summary>The local Service Bus: queues, topics and subscriptions in one file, on the platform's clock. A send is acknowledged when
/// it is on disk; locks are in memory, so a message that is locked when the process dies is received again.</summary>
public sealed class ServiceBusBroker : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusQueue> _entities = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<int, Subscriber> _subscribers = [];
    private readonly TopicSubscriptions _topics = new();
    private readonly Lock _declaring = new();
    private readonly SemaphoreSlim _changingRules = new(1);
    private readonly SqliteJournal _journal;
    private readonly LocalClock _clock;
    private readonly BusStore _store;
    private readonly RuleStore _rules;
    private readonly OverdueMessages _overdue;
    private readonly LocalServiceBusClient _ownClient;
    private int _lastId;

    private ServiceBusBroker(ServiceBusBrokerOptions options, SqliteJournal journal)
    {
        _journal = journal;
        _clock = options.Clock;
        _store = new BusStore(journal);
        _rules = new RuleStore(journal);
        SessionStates = new SessionStateStore(journal);
        var numbers = new SequenceNumbers(_store.LastSequence());
        Distribution = new Distribution(_store, _clock, numbers, _topics, DeadLettersOf) { Watch = options.Watch };
        Desk = new BusDesk(_store, _clock, options.Logger, numbers, DeadLettersOf);
        _overdue = new OverdueMessages(_clock, Desk, Distribution);
        _ownClient = new LocalServiceBusClient(this, new ServiceBusClientOptions());
        Load();
    }

    /// <summary>Injects a fault: while set, every client operation fails with
    /// <see cref="ServiceBusFailureReason.ServiceCommunicationProblem"/>. Listeners continue with the messages that are there.</summary>
    public bool Unavailable { get; set; }

    /// <summary>The declared queues and subscriptions, and topics with their scheduled messages.</summary>
    public IReadOnlyList<QueueStatus> Queues =>
        [.. _entities.Values.Where(q => !q.Dead).OrderBy(q => q.Path, StringComparer.OrdinalIgnoreCase).Select(Status)];

    internal BusDesk Desk { get; }

    internal Distribution Distribution { get; }

    internal SessionStateStore SessionStates { get; }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <exception cref="PlatformException">The file is damaged or of another version.</exception>
    public static ServiceBusBroker Open(ServiceBusBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServiceBusBroker(options, SqliteJournal.Open(options.DataFile, BusStore.Version, BusStore.Schema));
    }

    /// <summary>Creates a queue, or changes the options of an existing one. A queue must be declared before anything can be sent to
    /// it.</summary>
    /// <exception cref="PlatformException">The existing entity cannot be changed that way.</exception>
    public void DeclareQueue(string name, QueueOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Declare(name, EntityKind.Queue, options);
    }

    /// <summary>Creates a topic, or changes the options of an existing one.</summary>
    /// <exception cref="PlatformException">The existing entity cannot be changed that way.</exception>
    public void DeclareTopic(string name, TopicOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Declare(name, EntityKind.Topic, options?.AsQueue());
    }

    /// <summary>Creates a subscription of a topic, or changes an existing one.</summary>
    /// <param name="topic">A declared topic.</param>
    /// <param name="name">The subscription's name.</param>
    /// <param name="options">How it treats its messages.</param>
    /// <param name="rules">A message is received if one of these matches. Null keeps the existing rules; a new subscription receives
    /// everything.</param>
    /// <exception cref="PlatformException">The topic does not exist, or the subscription cannot be changed that way.</exception>
    /// <exception cref="NotSupportedException">A rule uses something that is not emulated; the message names it.</exception>
    public void DeclareSubscription(string topic, string name, QueueOptions? options = null, IEnumerable<CreateRuleOptions>? rules = null)
    {
        var path = EntityPaths.Subscription(topic, name);
        if (Find(topic) is not { Kind: EntityKind.Topic })
            throw new PlatformException($"There is no topic {topic}: declare it before its subscription {name}.");

        lock (_declaring)
        {
            List<Rule>? made = rules is null ? null : [.. rules.Select(Rule.From)];
            if (made is null && Find(path) is null)
                made = [new Rule(Rule.Default, new TrueRuleFilter())];
            Declare(path, EntityKind.Subscription, options, made);
        }
    }

    /// <summary>Creates an official client that uses this broker.</summary>
    public ServiceBusClient CreateClient(ServiceBusClientOptions? options = null) =>
        new LocalServiceBusClient(this, options ?? new ServiceBusClientOptions());

    /// <summary>Delivers the messages of a queue or subscription (<c>topic/Subscriptions/name</c>) to a handler: completes a message
    /// when <paramref name="handle"/> returns (unless it has settled it), abandons it at once when it throws, dead-letters it after
    /// the maximum of deliveries. Declares the entity if necessary. Messages are work of the clock until they are settled, without a
    /// gap between two deliveries.</summary>
    /// <param name="entityPath">The path of the entity.</param>
    /// <param name="options">How messages are received.</param>
    /// <param name="handle">The handler; its token is cancelled when the listener is disposed.</param>
    /// <exception cref="PlatformException">The listener requires sessions and the entity has none, or the reverse.</exception>
    public IBusListener Listen(string entityPath, ListenOptions options, Func<Delivery, CancellationToken, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handle);
        if (Find(entityPath) is null)
            DeclareFor(entityPath, new QueueOptions { RequiresSession = options.MaxConcurrentSessions is not null });
        if (Find(entityPath)!.RequiresSession != options.MaxConcurrentSessions is not null)
        {
            throw new PlatformException(options.MaxConcurrentSessions is null
                ? $"{entityPath} requires sessions, and its trigger does not say so: set IsSessionsEnabled."
                : $"{entityPath} does not require sessions, and its trigger is for sessions: declare it with RequiresSession.");
        }

        return Listen(entityPath, options, new HandlerFunction(handle));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _entities.Values)
            queue.Dispose();
        await _journal.DisposeAsync();
        _changingRules.Dispose();
    }

    internal IBusListener Listen(string entityPath, ListenOptions options, IMessageHandler handler) =>
        new BusListener(_entities[entityPath], _clock, _ownClient, options, handler);

    internal BusQueue? Find(string entityPath) => _entities.GetValueOrDefault(entityPath);

    /// <summary>Returns the entity that a client addresses.</summary>
    /// <exception cref="ServiceBusException">The entity does not exist, or <see cref="Unavailable"/> is set.</exception>
    internal BusQueue Reach(string entityPath, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Unavailable)
            throw new ServiceBusException(
                "Service Bus is unavailable: the fault is switched on.",
                ServiceBusFailureReason.ServiceCommunicationProblem,
                entityPath);

        return Find(entityPath)
            ?? throw new ServiceBusException(
                $"The messaging entity '{entityPath}' could not be found: declare it.",
                ServiceBusFailureReason.MessagingEntityNotFound,
                entityPath);
    }

    /// <summary>The rules of a subscription, and how to change them.</summary>
    internal Subscriber SubscriberAt(BusQueue subscription) => _subscribers[subscription.Id];

    /// <summary>Changes the rules, first on disk.</summary>
    internal async Task SetRulesAsync(Subscriber subscriber, Func<IReadOnlyList<Rule>, IReadOnlyList<Rule>> change)
    {
        await _changingRules.WaitAsync();
        try
        {
            var rules = change(subscriber.Rules);
            await _rules.ReplaceAsync(subscriber.Queue, rules);
            subscriber.Rules = [.. rules];
        }
        finally
        {
            _changingRules.Release();
        }
    }

    /// <summary>Reads messages of a queue or subscription, or its dead letters, without locking them.</summary>
    /// <exception cref="PlatformException">No entity has this path.</exception>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(
        string entityPath,
        bool deadLetters,
        int maxMessages,
        long fromSequenceNumber = 0
    ) => Desk.Peek(Declared(deadLetters ? entityPath + EntityPaths.DeadLetter : entityPath), fromSequenceNumber, maxMessages);

    /// <summary>Moves dead letters back into their queue or subscription, as new messages.</summary>
    /// <exception cref="PlatformException">No entity has this path.</exception>
    /// <exception cref="ServiceBusException">A number is not that of a dead letter, or the dead letter is being received.</exception>
    public Task ResubmitAsync(string entityPath, params IReadOnlyList<long> sequenceNumbers) =>
        Desk.ResubmitAsync(Declared(entityPath), sequenceNumbers);

    /// <summary>The sessions of an entity that have messages.</summary>
    internal IReadOnlyList<string> Sessions(BusQueue queue) => _store.Sessions(queue);

    private BusQueue Declared(string path) =>
        Find(path) is { Kind: not EntityKind.Topic } entity
            ? entity
            : throw new PlatformException($"There is no queue or subscription {path}.");

    private BusQueue DeadLettersOf(BusQueue queue) => queue.Dead ? queue : _entities[queue.Path + EntityPaths.DeadLetter];

    private void DeclareFor(string entityPath, QueueOptions options)
    {
        if (EntityPaths.TopicOf(entityPath) is not var (topic, subscription))
        {
            DeclareQueue(entityPath, options);
            return;
        }

        DeclareTopic(topic);
        DeclareSubscription(topic, subscription, options);
    }

    private void Declare(string path, EntityKind kind, QueueOptions? options, List<Rule>? rules = null)
    {
        lock (_declaring)
        {
            if (Find(path) is not { } entity)
                entity = Make(++_lastId, path, kind, options ?? new QueueOptions());
            else if (entity.Kind != kind)
                throw new PlatformException($"{path} is there already, and is no {kind.ToString().ToLowerInvariant()}.");
            else if (options is not null && entity.Options.RequiresSession != options.RequiresSession)
                throw new PlatformException($"Whether {path} requires sessions cannot be changed: start with --fresh.");
            else if ((options is null || entity.Options == options) && rules is null)
                return;

            entity.Options = options ?? entity.Options;
            if (kind != EntityKind.Topic)
                DeadLettersOf(entity).Options = entity.Options;
            if (rules is not null)
                _subscribers[entity.Id].Rules = [.. rules];

            // Not awaited: the journal keeps the order, so a later write of a message finds its entity, or fails.
            _ = _store.DeclareAsync(entity, rules);
        }
    }

    private void Load()
    {
        List<BusQueue> loaded = [];
        foreach (var (id, path, kind, options) in _store.Entities())
        {
            loaded.Add(Make(id, path, kind, options));
            _lastId = id;
        }

        foreach (var (id, subscriber) in _subscribers)
            subscriber.Rules = [.. _rules.Of(subscriber.Queue)];

        // Dead letters first: loading a queue may add to them.
        foreach (var queue in loaded.Where(q => q.Kind != EntityKind.Topic).Select(DeadLettersOf).Concat(loaded).ToList())
            Fill(queue);
    }

    private BusQueue Make(int id, string path, EntityKind kind, QueueOptions options)
    {
        var entity = _entities[path] = new BusQueue(id, path, kind, options, _clock, _overdue.Resolve);
        if (kind == EntityKind.Topic)
            return entity;

        var deadLetters = path + EntityPaths.DeadLetter;
        _entities[deadLetters] = new BusQueue(id, deadLetters, EntityKind.DeadLetters, options, _clock, _overdue.Resolve);
        if (EntityPaths.TopicOf(path) is var (topic, _))
            _topics.Add(_entities[topic], _subscribers[id] = new Subscriber(entity));
        return entity;
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
        queue.Kind == EntityKind.Topic ? 0 : DeadLettersOf(queue).Count(MessagePlace.Ready));
}
