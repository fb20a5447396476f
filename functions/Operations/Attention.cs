using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Operations;

/// <summary>The items that wait for an operator. An open one and the same when it is resolved are two rows of one partition, so that
/// moving it is one transaction, and listing what is open costs what is open.</summary>
public sealed class Attention(ChatPayTables tables, TimeProvider time)
{
    private const string Partition = "items";
    private const string Open = "open-";
    private const string Resolved = "resolved-";

    /// <summary>Raises an item. A repeat of the same cause changes nothing, also when it has been resolved.</summary>
    /// <param name="kind">Stable, such as <c>refund-refused</c>.</param>
    /// <param name="subject">What it is about; with the kind it makes the item's identity.</param>
    /// <param name="what">What has happened.</param>
    /// <param name="toDo">What to do about it.</param>
    /// <param name="orderId">The order, if it is about one.</param>
    /// <param name="cancellationToken">Ends the call; raise it again.</param>
    public async Task RaiseAsync(string kind, string subject, string what, string toDo, string? orderId, CancellationToken cancellationToken)
    {
        var item = new AttentionItem(IdOf(kind, subject), kind, subject, what, toDo, time.GetUtcNow()) { OrderId = orderId };
        if (await FindAsync(item.Id, cancellationToken) is not null)
            return;

        try
        {
            await tables.Attention.AddEntityAsync(Documents.ToRow(Partition, Open + item.Id, item), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Somebody else has raised it just now.
        }
    }

    /// <summary>The cause has gone by itself. An item that was never raised is none.</summary>
    public async Task ClearAsync(string kind, string subject, string why, CancellationToken cancellationToken)
    {
        if (await FindAsync(IdOf(kind, subject), cancellationToken) is { IsOpen: true } open)
            await ResolveAsync(open, why, cancellationToken);
    }

    /// <summary>The item, open or resolved; null when there is none.</summary>
    public async Task<AttentionItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ChatPayTables.FindAsync(tables.Attention, Partition, Open + id, cancellationToken)
            ?? await ChatPayTables.FindAsync(tables.Attention, Partition, Resolved + id, cancellationToken)) is { } row
            ? Documents.FromRow<AttentionItem>(row)
            : null;

    /// <summary>Ends an open item. Of two at once one decides, and both get what it wrote.</summary>
    public async Task<AttentionItem> ResolveAsync(AttentionItem open, string resolution, CancellationToken cancellationToken)
    {
        var done = open with { ResolvedAt = time.GetUtcNow(), Resolution = resolution };
        try
        {
            await tables.Attention.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, Open + open.Id), ETag.All),
                    new TableTransactionAction(TableTransactionActionType.Add, Documents.ToRow(Partition, Resolved + open.Id, done)),
                ],
                cancellationToken);
            return done;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409)
        {
            return await FindAsync(open.Id, cancellationToken) ?? done;
        }
    }

    /// <summary>All that are open, or all that are resolved; the newest first.</summary>
    public async Task<IReadOnlyList<AttentionItem>> ListAsync(bool open, CancellationToken cancellationToken)
    {
        var items = new List<AttentionItem>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Attention, Partition, open ? Open : Resolved, cancellationToken))
            items.Add(Documents.FromRow<AttentionItem>(row));
        return [.. items.OrderByDescending(PlaceOf, StringComparer.Ordinal)];
    }

    /// <summary>Where an item stands in a list; later ones are greater.</summary>
    public static string PlaceOf(AttentionItem item) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.OpenedAt.UtcTicks:D19}-{item.Id}");

    private static string IdOf(string kind, string subject) => Ids.Derived("att", kind, subject);
}
