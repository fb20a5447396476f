using Azure.Data.Tables;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Payments;

/// <summary>News of orders that are not here, kept until they are (orders.md, race 14).</summary>
public sealed class OrphanNews(ChatPayTables tables, TimeProvider time)
{
    private const string Partition = "orphans";

    /// <summary>Keeps it; a repeat keeps the time at which it was first heard.</summary>
    public async Task KeepAsync(PaymentNews news, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Inbox, Partition, Row(news), cancellationToken) is null)
            await tables.Inbox.UpsertEntityAsync(Documents.ToRow(Partition, Row(news), new Orphan(news, time.GetUtcNow())), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>All that wait.</summary>
    public async Task<IReadOnlyList<Orphan>> ListAsync(CancellationToken cancellationToken)
    {
        var orphans = new List<Orphan>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Inbox, Partition, "", cancellationToken))
            orphans.Add(Documents.FromRow<Orphan>(row));
        return orphans;
    }

    public Task RemoveAsync(PaymentNews news, CancellationToken cancellationToken) =>
        tables.Inbox.DeleteEntityAsync(Partition, Row(news), cancellationToken: cancellationToken);

    private static string Row(PaymentNews news) => Uri.EscapeDataString(news.EventId);
}

/// <summary>News that wait for their order.</summary>
/// <param name="News">What was heard.</param>
/// <param name="At">When it was first heard, UTC.</param>
public sealed record Orphan(PaymentNews News, DateTimeOffset At);
