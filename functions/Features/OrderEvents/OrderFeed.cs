using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>The events of a seller's orders in the order in which they were published: a partition each, with a head that counts them, so
/// that a reader who goes on after the last one misses none.</summary>
public sealed class OrderFeed(ChatPayTables tables, TimeProvider time)
{
    private const string Head = "head";
    private const string Count = "Count";
    private const string Event = "event-";
    private const string Seen = "seen-";
    private readonly Turns _turns = new(time);

    /// <summary>Adds an event at the end, once.</summary>
    /// <exception cref="ProblemException">503: too many writers at once.</exception>
    public Task AppendAsync(OrderCloudEvent happened, CancellationToken cancellationToken) =>
        _turns.TakeAsync(happened.Data.SellerId, () => AppendInTurnAsync(happened, cancellationToken), cancellationToken);

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

    /// <returns>Whether it is new.</returns>
    private async Task<bool> AppendInTurnAsync(OrderCloudEvent happened, CancellationToken cancellationToken)
    {
        var partition = happened.Data.SellerId;
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            var head = await ChatPayTables.FindAsync(tables.Events, partition, Head, cancellationToken);
            var number = (head?.GetInt64(Count) ?? 0) + 1;
            var next = new TableEntity(partition, Head) { [Count] = number };
            try
            {
                await tables.Events.SubmitTransactionAsync(
                    [
                        head is null
                            ? new(TableTransactionActionType.Add, next)
                            : new(TableTransactionActionType.UpdateReplace, next, head.ETag),
                        new(TableTransactionActionType.Add, Documents.ToRow(partition, Numbered(number), happened)),
                        new(TableTransactionActionType.Add, new TableEntity(partition, Seen + happened.Id)),
                    ],
                    cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // It has been here, or another event was faster.
                if (await ChatPayTables.FindAsync(tables.Events, partition, Seen + happened.Id, cancellationToken) is not null)
                    return false;
            }

            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The feed of order events");
    }

    private static string Numbered(long number) => Event + number.ToString("D12", CultureInfo.InvariantCulture);
}
