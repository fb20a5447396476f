using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>News of orders that are not here, kept until they are: webhooks come early, twice and in any order.</summary>
public sealed class UnmatchedPayPalEvent(ChatPayTables tables, TimeProvider time)
{
    private const string Partition = "orphans";

    /// <summary>Keeps it; a repeat keeps the time at which it was first heard.</summary>
    public async Task KeepAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Inbox, Partition, news.Key, cancellationToken) is null)
            await tables.Inbox.UpsertEntityAsync(
                Documents.ToRow(Partition, news.Key, new Orphan(news, time.GetUtcNow())),
                TableUpdateMode.Replace,
                cancellationToken);
    }

    /// <summary>All that wait.</summary>
    public async Task<IReadOnlyList<Orphan>> ListAsync(CancellationToken cancellationToken)
    {
        var orphans = new List<Orphan>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Inbox, Partition, "", cancellationToken))
            orphans.Add(Documents.FromRow<Orphan>(row));
        return orphans;
    }

    /// <summary>Forgets it.</summary>
    public async Task RemoveAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        await tables.Inbox.DeleteEntityAsync(Partition, news.Key, cancellationToken: cancellationToken);
        // Older rows have the event's own id as their key.
        await tables.Inbox.DeleteEntityAsync(Partition, Uri.EscapeDataString(news.EventId), cancellationToken: cancellationToken);
    }
}

/// <summary>News that wait for their order.</summary>
/// <param name="News">What was heard.</param>
/// <param name="At">When it was first heard, UTC.</param>
public sealed record Orphan(PayPalEvent News, DateTimeOffset At);
