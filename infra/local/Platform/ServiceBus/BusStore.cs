using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.ServiceBus;

/// <summary>The messages on disk. Locks are in memory only: they end with the process, and the messages are received again.</summary>
internal sealed class BusStore(SqliteJournal journal)
{
    public const int Version = 3;

    /// <summary>Times are UTC ticks. AUTOINCREMENT, so that no number is ever reused, not even after its message is gone.</summary>
    public const string Schema = $"""
        CREATE TABLE entity(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE COLLATE NOCASE, kind INTEGER NOT NULL, options TEXT NOT NULL);
        CREATE TABLE message(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            queue INTEGER NOT NULL REFERENCES entity(id),
            dead INTEGER NOT NULL,
            state INTEGER NOT NULL,
            enqueued_sequence INTEGER NOT NULL,
            enqueued INTEGER NOT NULL,
            ttl INTEGER NOT NULL,
            deliveries INTEGER NOT NULL,
            session TEXT,
            content BLOB NOT NULL);
        CREATE INDEX message_by_queue ON message(queue, dead, sequence);
        CREATE TABLE seen(queue INTEGER NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(queue, message_id)) WITHOUT ROWID;
        CREATE INDEX seen_until ON seen(until);
        {Topics.RuleStore.Schema};
        {SessionStateStore.Schema}
        """;

    private const string Columns = "sequence, state, enqueued_sequence, enqueued, ttl, deliveries, session";

    public long LastSequence() =>
        journal.Read(c => c.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'message'") is long last ? last : 0);

    public List<(int Id, string Path, EntityKind Kind, QueueOptions Options)> Entities() => journal.Read(c => c.Query(
        "SELECT id, path, kind, options FROM entity ORDER BY id",
        r => (r.GetInt32(0), r.GetString(1), (EntityKind)r.GetInt32(2), JsonSerializer.Deserialize<QueueOptions>(r.GetString(3))!)));

    public List<(QueuedMessage Message, ServiceBusMessageState State)> Messages(BusQueue queue) => journal.Read(c => c.Query(
        $"SELECT {Columns} FROM message WHERE queue = $1 AND dead = $2 ORDER BY sequence", Row, queue.Id, queue.Dead));

    /// <param name="entity">The entity to declare.</param>
    /// <param name="rules">The rules of a subscription, which receives nothing without any; null keeps the stored ones.</param>
    public Task DeclareAsync(BusQueue entity, IReadOnlyList<Topics.Rule>? rules) => journal.WriteAsync(c =>
    {
        c.Execute(
            "INSERT INTO entity(id, path, kind, options) VALUES($1, $2, $3, $4) ON CONFLICT(id) DO UPDATE SET options = excluded.options",
            entity.Id, entity.Path, (int)entity.Kind, JsonSerializer.Serialize(entity.Options));
        if (rules is not null)
            Topics.RuleStore.Replace(c, entity, rules);
    });

    /// <returns>For each message, whether it was stored; false for a duplicate.</returns>
    public Task<bool[]> SendAsync(BusQueue entity, IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now) =>
        journal.WriteAsync(c =>
        {
            if (entity.Options.DuplicateDetectionWindow is not null)
                c.Execute("DELETE FROM seen WHERE until <= $1", now.UtcTicks);
            return messages.Select(m => IsNew(c, entity, m, now) && Insert(c, m.Copies)).ToArray();
        });

    /// <summary>Enqueues a scheduled message at its destinations.</summary>
    public Task ActivateAsync(long scheduled, IReadOnlyList<MessageCopy> copies) => journal.WriteAsync(c =>
    {
        Insert(c, copies);
        c.Execute("DELETE FROM message WHERE sequence = $1", scheduled);
    });

    public Task CountDeliveryAsync(long sequence, int deliveries) =>
        journal.WriteAsync(c => c.Execute("UPDATE message SET deliveries = $1 WHERE sequence = $2", deliveries, sequence));

    public Task DeleteAsync(params IReadOnlyList<long> sequences) => journal.WriteAsync(c =>
    {
        foreach (var sequence in sequences)
            c.Execute("DELETE FROM message WHERE sequence = $1", sequence);
    });

    public Task SettleAsync(long sequence, Settlement settlement) => journal.WriteAsync(c =>
    {
        Rewrite(c, sequence, content => AmqpContent.With(content, settlement));
        if (settlement.Result == Settlement.Outcome.DeadLetter)
            c.Execute("UPDATE message SET dead = 1, state = 0, ttl = $1 WHERE sequence = $2", TimeSpan.MaxValue.Ticks, sequence);
        else if (settlement.Result == Settlement.Outcome.Defer)
            c.Execute("UPDATE message SET state = $1 WHERE sequence = $2", (int)ServiceBusMessageState.Deferred, sequence);
    });

    /// <summary>Moves a dead letter back into its queue, as a new message.</summary>
    public Task ReviveAsync(long dead, QueuedMessage active) => journal.WriteAsync(c =>
    {
        Rewrite(c, dead, AmqpContent.Revived);
        c.Execute(
            """
            INSERT INTO message(sequence, queue, dead, state, enqueued_sequence, enqueued, ttl, deliveries, session, content)
            SELECT $1, queue, 0, 0, $1, $2, $3, 0, session, content FROM message WHERE sequence = $4
            """,
            active.Sequence, active.Enqueued.UtcTicks, active.TimeToLive.Ticks, dead);
        c.Execute("DELETE FROM message WHERE sequence = $1", dead);
    });

    /// <summary>Reads the content of a message that the caller holds.</summary>
    public byte[] Content(QueuedMessage message) =>
        (byte[])journal.Read(c => c.Scalar("SELECT content FROM message WHERE sequence = $1", message.Sequence))!;

    public List<ServiceBusReceivedMessage> Peek(BusQueue queue, long from, int count, string? sessionId) => journal.Read(c => c.Query(
        $"""
        SELECT {Columns}, content FROM message
        WHERE queue = $1 AND dead = $2 AND sequence >= $3 AND ($4 IS NULL OR session = $4) ORDER BY sequence LIMIT $5
        """,
        r =>
        {
            var (message, state) = Row(r);
            return AmqpContent.Received(r.GetFieldValue<byte[]>(7), message, state);
        },
        queue.Id, queue.Dead, from, sessionId, count));

    /// <summary>The sessions that have messages.</summary>
    public List<string> Sessions(BusQueue queue) =>
        journal.Read(c =>
            c.Query(
                "SELECT DISTINCT session FROM message WHERE queue = $1 AND dead = 0 AND session IS NOT NULL ORDER BY session",
                r => r.GetString(0),
                queue.Id));

    private static (QueuedMessage Message, ServiceBusMessageState State) Row(SqliteDataReader r) => (
        new QueuedMessage(r.GetInt64(0))
        {
            EnqueuedSequence = r.GetInt64(2),
            Enqueued = new DateTimeOffset(r.GetInt64(3), TimeSpan.Zero),
            TimeToLive = TimeSpan.FromTicks(r.GetInt64(4)),
            Deliveries = r.GetInt32(5),
            SessionId = r.IsDBNull(6) ? null : r.GetString(6),
        },
        (ServiceBusMessageState)r.GetInt32(1));

    private static void Rewrite(SqliteConnection c, long sequence, Func<byte[], byte[]> change)
    {
        if (c.Scalar("SELECT content FROM message WHERE sequence = $1", sequence) is byte[] content)
            c.Execute("UPDATE message SET content = $1 WHERE sequence = $2", change(content), sequence);
    }

    private static bool IsNew(SqliteConnection c, BusQueue entity, OutgoingMessage message, DateTimeOffset now)
    {
        if (entity.Options.DuplicateDetectionWindow is not { } window || message.MessageId is not { } id)
            return true;

        return c.Execute(
                "INSERT INTO seen(queue, message_id, until) VALUES($1, $2, $3) ON CONFLICT DO NOTHING",
                entity.Id,
                id,
                (now + window).UtcTicks) > 0;
    }

    private static bool Insert(SqliteConnection c, IReadOnlyList<MessageCopy> copies)
    {
        foreach (var copy in copies)
        {
            var message = copy.Message;
            var state = copy.Place == MessagePlace.Scheduled ? ServiceBusMessageState.Scheduled : ServiceBusMessageState.Active;
            c.Execute(
                """
                INSERT INTO message(sequence, queue, dead, state, enqueued_sequence, enqueued, ttl, deliveries, session, content)
                VALUES($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)
                """,
                message.Sequence, copy.Target.Id, copy.Target.Dead, (int)state, message.EnqueuedSequence, message.Enqueued.UtcTicks,
                copy.Target.Dead ? TimeSpan.MaxValue.Ticks : message.TimeToLive.Ticks, message.SessionId, copy.Content);
        }

        return true;
    }
}
