using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>The events of a seller's orders in order of publication: one partition per seller, with a head that counts them, so
/// that a reader who continues after the last one misses none. They are kept for at least three months, and deleted by month: each
/// month has an index of the sellers with events in it.</summary>
public sealed class OrderFeed(ChatPayTables tables, TimeProvider time) : IOldRows
{
    /// <summary>How many days an event is kept after the month of its publication.</summary>
    internal const int DaysKept = 90;

    private const string Head = "head";
    private const string Count = "Count";
    private const string Event = "event-";
    private const string Seen = "seen-";
    private const string Month = "Month";
    private const string Months = "month-";

    // Each event is two rows, plus one for the head, and a transaction takes a hundred.
    private const int MostAtOnce = 49;
    private readonly Turns _turns = new(time);

    /// <summary>Appends events of one seller, in this order, each once.</summary>
    /// <exception cref="ProblemException">503: too many writers at once.</exception>
    public async Task AppendAsync(IEnumerable<OrderCloudEvent> happened, CancellationToken cancellationToken)
    {
        foreach (var some in happened.Chunk(MostAtOnce))
            await _turns.TakeAsync(some[0].Data.SellerId, () => AppendInTurnAsync(some, cancellationToken), cancellationToken);
    }

    /// <summary>The events after this number, oldest first, each with its number.</summary>
    public async Task<IReadOnlyList<(long Number, OrderCloudEvent Event)>> ListAsync(
        string sellerId,
        long after,
        int limit,
        CancellationToken cancellationToken)
    {
        var (from, end) = (Numbered(after), Event + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sellerId} and RowKey gt {from} and RowKey lt {end}");
        var events = new List<(long, OrderCloudEvent)>();
        await foreach (var row in tables.Events.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken))
        {
            events.Add(
                (
                    long.Parse(row.RowKey[Event.Length..], NumberStyles.None, CultureInfo.InvariantCulture),
                    Documents.FromRow<OrderCloudEvent>(row)));
            if (events.Count == limit)
                break;
        }

        return events;
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A month counts as old once all of it is.
        var end = MonthOf(now.AddDays(-DaysKept));
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Months} and PartitionKey lt {end}");
        await Many.ForEachAsync(
            tables.Events.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken),
            async month =>
            {
                await ForgetAsync(month.RowKey, EndOf(month.PartitionKey), cancellationToken);
                await tables.Events.DeleteEntityAsync(month.PartitionKey, month.RowKey, cancellationToken: cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Deletes a seller's events from before then. The numbering continues.</summary>
    private async Task ForgetAsync(string sellerId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = ChatPayTables.WithPrefix(tables.Events, sellerId, Event, cancellationToken).TakeWhile(row => !(row.Timestamp >= before));
        await foreach (var some in old.Chunk(MostAtOnce).WithCancellation(cancellationToken))
            await tables.Events.SubmitTransactionAsync(some.SelectMany(WithItsMark).Select(RowDeletion.Delete), cancellationToken);
    }

    private static IEnumerable<TableEntity> WithItsMark(TableEntity row) =>
        [row, new TableEntity(row.PartitionKey, Seen + Documents.FromRow<OrderCloudEvent>(row).Id)];

    /// <returns>Whether any is new.</returns>
    private async Task<bool> AppendInTurnAsync(IReadOnlyList<OrderCloudEvent> happened, CancellationToken cancellationToken)
    {
        var partition = happened[0].Data.SellerId;
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            var head = await ChatPayTables.FindAsync(tables.Events, partition, Head, cancellationToken);
            var month = MonthOf(time.GetUtcNow());
            // First: every event must be deleted by some night.
            if (head?.GetString(Month) != month)
                await tables.Events.UpsertEntityAsync(new TableEntity(month, partition), TableUpdateMode.Replace, cancellationToken);
            try
            {
                await tables.Events.SubmitTransactionAsync(Rows(partition, head, month, happened), cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // Some were appended before, or another writer was faster.
                happened = await UnseenAsync(partition, happened, cancellationToken);
                if (happened.Count == 0)
                    return false;
            }

            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The feed of order events");
    }

    private static IEnumerable<TableTransactionAction> Rows(
        string partition, TableEntity? head, string month, IReadOnlyList<OrderCloudEvent> happened)
    {
        var number = head?.GetInt64(Count) ?? 0;
        var next = new TableEntity(partition, Head) { [Count] = number + happened.Count, [Month] = month };
        yield return head is null
            ? new(TableTransactionActionType.Add, next)
            : new(TableTransactionActionType.UpdateReplace, next, head.ETag);
        foreach (var one in happened)
        {
            yield return new(TableTransactionActionType.Add, Documents.ToRow(partition, Numbered(++number), one));
            yield return new(TableTransactionActionType.Add, new TableEntity(partition, Seen + one.Id));
        }
    }

    private async Task<IReadOnlyList<OrderCloudEvent>> UnseenAsync(
        string partition, IReadOnlyList<OrderCloudEvent> happened, CancellationToken cancellationToken)
    {
        var unseen = new List<OrderCloudEvent>();
        foreach (var one in happened)
        {
            if (await ChatPayTables.FindAsync(tables.Events, partition, Seen + one.Id, cancellationToken) is null)
                unseen.Add(one);
        }

        return unseen;
    }

    private static string MonthOf(DateTimeOffset at) => Months + at.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static DateTimeOffset EndOf(string month) =>
        DateTimeOffset.ParseExact(month, $"'{Months}'yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddMonths(1);

    private static string Numbered(long number) => Event + number.ToString("D12", CultureInfo.InvariantCulture);
}
