using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.ServiceBus;

/// <summary>The messages on disk. Locks are not there: they end with the process, and the messages are received again.</summary>
internal sealed class BusStore(SqliteJournal journal)
{
    public const int Version = 2;

    /// <summary>A queue's path is open to <c>topic/Subscriptions/name</c>; times are UTC ticks. AUTOINCREMENT: no number is ever
    /// given twice, not even after its message is gone.</summary>
    public const string Schema = """
        CREATE TABLE queue(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE COLLATE NOCASE, options TEXT NOT NULL);
        CREATE TABLE message(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            queue INTEGER NOT NULL REFERENCES queue(id),
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
        CREATE INDEX seen_until ON seen(until)
        """;

    private const string Columns = "sequence, state, enqueued_sequence, enqueued, ttl, deliveries";

    public long LastSequence() =>
        journal.Read(c => c.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'message'") is long last ? last : 0);

    public List<(int Id, string Path, QueueOptions Options)> Queues() => journal.Read(c => c.Query(
        "SELECT id, path, options FROM queue",
        r => (r.GetInt32(0), r.GetString(1), JsonSerializer.Deserialize<QueueOptions>(r.GetString(2))!)));

    public List<(QueuedMessage Message, ServiceBusMessageState State)> Messages(BusQueue queue) => journal.Read(c => c.Query(
        $"SELECT {Columns} FROM message WHERE queue = $1 AND dead = $2 ORDER BY sequence", Row, queue.Id, queue.Dead));

    public Task DeclareAsync(int id, string path, QueueOptions options) => journal.WriteAsync(c =>
        c.Execute(
            "INSERT INTO queue(id, path, options) VALUES($1, $2, $3) ON CONFLICT(id) DO UPDATE SET options = excluded.options",
            id, path, JsonSerializer.Serialize(options)));

    /// <returns>For each message, whether it was stored: false for one that the queue has seen before.</returns>
    public Task<bool[]> SendAsync(BusQueue queue, IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now) =>
        journal.WriteAsync(c =>
        {
            if (queue.Options.DuplicateDetectionWindow is not null)
                c.Execute("DELETE FROM seen WHERE until <= $1", now.UtcTicks);
            return messages.Select(m => IsNew(c, queue, m, now) && Insert(c, queue, m)).ToArray();
        });

    /// <summary>A scheduled message comes into its queue, under a new number as officially.</summary>
    public Task ActivateAsync(long scheduled, QueuedMessage active) => journal.WriteAsync(c =>
    {
        c.Execute(
            """
            INSERT INTO message(sequence, queue, dead, state, enqueued_sequence, enqueued, ttl, deliveries, session, content)
            SELECT $1, queue, dead, 0, enqueued_sequence, $2, ttl, 0, session, content FROM message WHERE sequence = $3
            """,
            active.Sequence, active.Enqueued.UtcTicks, scheduled);
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

    /// <summary>A dead letter goes back into its queue, as new.</summary>
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

    /// <summary>The content of a message that the caller holds.</summary>
    public ServiceBusReceivedMessage Read(QueuedMessage message, ServiceBusMessageState state) => AmqpContent.Received(
        (byte[])journal.Read(c => c.Scalar("SELECT content FROM message WHERE sequence = $1", message.Sequence))!, message, state);

    public List<ServiceBusReceivedMessage> Peek(BusQueue queue, long from, int count) => journal.Read(c => c.Query(
        $"SELECT {Columns}, content FROM message WHERE queue = $1 AND dead = $2 AND sequence >= $3 ORDER BY sequence LIMIT $4",
        r =>
        {
            var (message, state) = Row(r);
            return AmqpContent.Received(r.GetFieldValue<byte[]>(6), message, state);
        },
        queue.Id, queue.Dead, from, count));

    private static (QueuedMessage Message, ServiceBusMessageState State) Row(SqliteDataReader r) => (
        new QueuedMessage(r.GetInt64(0))
        {
            EnqueuedSequence = r.GetInt64(2),
            Enqueued = new DateTimeOffset(r.GetInt64(3), TimeSpan.Zero),
            TimeToLive = TimeSpan.FromTicks(r.GetInt64(4)),
            Deliveries = r.GetInt32(5),
        },
        (ServiceBusMessageState)r.GetInt32(1));

    private static void Rewrite(SqliteConnection c, long sequence, Func<byte[], byte[]> change)
    {
        if (c.Scalar("SELECT content FROM message WHERE sequence = $1", sequence) is byte[] content)
            c.Execute("UPDATE message SET content = $1 WHERE sequence = $2", change(content), sequence);
    }

    private static bool IsNew(SqliteConnection c, BusQueue queue, OutgoingMessage message, DateTimeOffset now)
    {
        if (queue.Options.DuplicateDetectionWindow is not { } window || message.MessageId is not { } id)
            return true;

        return c.Execute(
            "INSERT INTO seen(queue, message_id, until) VALUES($1, $2, $3) ON CONFLICT DO NOTHING", queue.Id, id, (now + window).UtcTicks) > 0;
    }

    private static bool Insert(SqliteConnection c, BusQueue queue, OutgoingMessage message)
    {
        var queued = message.Queued;
        var state = message.IsScheduled ? ServiceBusMessageState.Scheduled : ServiceBusMessageState.Active;
        c.Execute(
            """
            INSERT INTO message(sequence, queue, dead, state, enqueued_sequence, enqueued, ttl, deliveries, session, content)
            VALUES($1, $2, 0, $3, $1, $4, $5, 0, $6, $7)
            """,
            queued.Sequence, queue.Id, (int)state, queued.Enqueued.UtcTicks, queued.TimeToLive.Ticks,
            message.SessionId, message.Content);
        return true;
    }
}
