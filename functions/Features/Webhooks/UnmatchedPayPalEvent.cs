using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>Events about orders that are not here, stored until they are: webhooks come early, twice and in any order. After 30
/// days <see cref="ReplayUnmatchedEvents"/> drops them.</summary>
public sealed class UnmatchedPayPalEvent(ChatPayTables tables, TimeProvider time) : IOldRows
{
    private const string Partition = "orphans";
    private const string HeardPrefix = "evt-";

    /// <summary>Stores the event; a repeat keeps the time of the first one.</summary>
    public async Task KeepAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Inbox.AddEntityAsync(
                Documents.ToRow(Partition, news.Key, new Orphan(news, time.GetUtcNow())),
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It is already waiting.
        }
    }

    /// <summary>The rows of all waiting events.</summary>
    public async Task<IReadOnlyList<TableEntity>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Inbox, Partition, "", cancellationToken))
            rows.Add(row);
        return rows;
    }

    /// <summary>The event of a row.</summary>
    public static Orphan Of(TableEntity row) => Documents.FromRow<Orphan>(row);

    /// <summary>Deletes what earlier versions stored of each handled event: nobody reads it (decision 33).</summary>
    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = HeardPrefix + "~";
        return RowDeletion.DeleteAllAsync(
            tables.Inbox, TableClient.CreateQueryFilter($"PartitionKey ge {HeardPrefix} and PartitionKey lt {end}"), cancellationToken);
    }

    /// <summary>Deletes the event.</summary>
    public async Task RemoveAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        await tables.Inbox.DeleteEntityAsync(Partition, news.Key, cancellationToken: cancellationToken);
        // Older rows have the event's own id as their key.
        await tables.Inbox.DeleteEntityAsync(Partition, Uri.EscapeDataString(news.EventId), cancellationToken: cancellationToken);
    }
}

/// <summary>An event that waits for its order.</summary>
/// <param name="News">The event.</param>
/// <param name="At">When it was first received, UTC.</param>
public sealed record Orphan(PayPalEvent News, DateTimeOffset At);
