using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>The items that wait for an operator. An open one, the same when it is resolved, and the history of resolutions are rows of one
/// partition, so that moving an item is one transaction, and a list costs what it shows.</summary>
public sealed class OperatorAlerts(ChatPayTables tables, TimeProvider time) : IOldRows
{
    /// <summary>How many days an item is kept after it was resolved.</summary>
    internal const int DaysKept = 730;

    /// <summary>Who has resolved what is over by itself.</summary>
    public const string ByItself = "chatpay";

    private const string Partition = "items";
    private const string Open = "open-";
    private const string Resolved = "resolved-";
    private const string History = "history-";

    // An operator's word counts for as long; then a cause that goes on is raised again.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    /// <summary>Raises an item whose cause goes on, and is looked at again and again. While it is open, a repeat changes nothing. After an
    /// operator has resolved it, it opens again when the cause still goes on a day later; after it was over by itself, at once.</summary>
    /// <param name="kind">Stable, such as <c>payout-late</c>.</param>
    /// <param name="subject">What it is about; with the kind it makes the item's identity.</param>
    /// <param name="what">What has happened.</param>
    /// <param name="toDo">What to do about it.</param>
    /// <param name="orderId">The order, if it is about one.</param>
    /// <param name="cancellationToken">Cancels the call; raise it again.</param>
    public Task RaiseAsync(string kind, string subject, string what, string toDo, string? orderId, CancellationToken cancellationToken) =>
        RaiseAsync(
            New(kind, subject, what, toDo, orderId),
            resolved => resolved.ResolvedBy == ByItself || time.GetUtcNow() - resolved.ResolvedAt >= Rest,
            cancellationToken);

    /// <summary>Raises an item for something that has happened once. A repeat changes nothing; only what happens after the item was
    /// resolved opens it again.</summary>
    /// <param name="kind">Stable, such as <c>refund-refused</c>.</param>
    /// <param name="subject">What it is about; with the kind it makes the item's identity.</param>
    /// <param name="what">What has happened.</param>
    /// <param name="toDo">What to do about it.</param>
    /// <param name="orderId">The order, if it is about one.</param>
    /// <param name="happenedAt">UTC; null when it cannot happen again.</param>
    /// <param name="cancellationToken">Cancels the call; raise it again.</param>
    public Task RaiseOnceAsync(
        string kind,
        string subject,
        string what,
        string toDo,
        string? orderId,
        DateTimeOffset? happenedAt,
        CancellationToken cancellationToken
    ) => RaiseAsync(New(kind, subject, what, toDo, orderId), resolved => happenedAt > resolved.ResolvedAt, cancellationToken);

    /// <summary>Whether this was ever raised, open or resolved: what was done for safety's sake along with it is the operator's to undo,
    /// and is not done again.</summary>
    public async Task<bool> WasRaisedAsync(string kind, string subject, CancellationToken cancellationToken) =>
        await FindAsync(IdOf(kind, subject), cancellationToken) is not null;

    /// <summary>The cause has gone by itself. An item that was never raised is none.</summary>
    public Task ClearAsync(string kind, string subject, string why, CancellationToken cancellationToken) =>
        ClearAsync(kind, subject, why, ByItself, cancellationToken);

    /// <summary>The cause has gone by what an operator did elsewhere. An item that was never raised is none.</summary>
    public async Task ClearAsync(string kind, string subject, string why, string by, CancellationToken cancellationToken)
    {
        // Most are none: where it stands once it is resolved is not looked at.
        if (await ChatPayTables.FindAsync(tables.Attention, Partition, Open + IdOf(kind, subject), cancellationToken) is { } row)
            await ResolveAsync(Documents.FromRow<OperatorAlert>(row), why, by, cancellationToken);
    }

    /// <summary>The item, open or resolved; null when there is none.</summary>
    public async Task<OperatorAlert?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ChatPayTables.FindAsync(tables.Attention, Partition, Open + id, cancellationToken)
            ?? await ChatPayTables.FindAsync(tables.Attention, Partition, Resolved + id, cancellationToken)) is { } row
            ? Documents.FromRow<OperatorAlert>(row)
            : null;

    /// <summary>Ends an open item. Of two at once one decides, and both get what it wrote.</summary>
    /// <param name="open">The item.</param>
    /// <param name="resolution">What was done, or why it is over.</param>
    /// <param name="by">The operator's id, or <see cref="ByItself"/>.</param>
    /// <param name="cancellationToken">Cancels the call; resolve it again.</param>
    public async Task<OperatorAlert> ResolveAsync(OperatorAlert open, string resolution, string by, CancellationToken cancellationToken)
    {
        var done = open with { ResolvedAt = time.GetUtcNow(), Resolution = resolution, ResolvedBy = by };
        var moved = await TryAsync(
            [
                Delete(Open + open.Id),
                Add(Resolved + open.Id, done),
                Add(History + PlaceOf(done), done),
            ],
            cancellationToken);
        return moved ? done : await FindAsync(open.Id, cancellationToken) ?? done;
    }

    /// <summary>All that are open, the newest first: as many as somebody has to look at.</summary>
    public async Task<IReadOnlyList<OperatorAlert>> ListOpenAsync(CancellationToken cancellationToken)
    {
        var items = new List<OperatorAlert>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Attention, Partition, Open, cancellationToken))
            items.Add(Documents.FromRow<OperatorAlert>(row));
        return [.. items.OrderBy(PlaceOf, StringComparer.Ordinal)];
    }

    /// <summary>What was resolved, the newest first. An item that was opened again stands here once for each time.</summary>
    /// <param name="kind">Only those of this kind; null for all.</param>
    /// <param name="after">The place (<see cref="PlaceOf"/>) after which to go on; null begins with the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<OperatorAlert>> ListResolvedAsync(
        string? kind, string? after, int limit, CancellationToken cancellationToken)
    {
        var (from, end) = (History + (after is null ? "" : after + "!"), History + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {from} and RowKey lt {end}");
        var items = new List<OperatorAlert>();
        int? rowsAtOnce = kind is null ? limit : null;
        await foreach (var row in tables.Attention.QueryAsync<TableEntity>(filter, rowsAtOnce, cancellationToken: cancellationToken))
        {
            var item = Documents.FromRow<OperatorAlert>(row);
            if (kind is null || item.Kind == kind)
                items.Add(item);
            if (items.Count == limit)
                break;
        }

        return items;
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The history is sorted by time, the oldest last.
        var before = now.AddDays(-DaysKept);
        var (from, end) = (History + PlaceAt(before), History + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from} and RowKey lt {end}");
        await foreach (var page in tables.Attention.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
        {
            var ids = page.Values.Select(row => Documents.FromRow<OperatorAlert>(row).Id).Distinct();
            await Many.ForEachAsync(ids, id => ForgetAsync(id, before, cancellationToken));
            await RowDeletion.DeleteAsync(tables.Attention, page.Values, cancellationToken);
        }
    }

    /// <summary>Where an item stands in its list; newer ones are less.</summary>
    public static string PlaceOf(OperatorAlert item) => $"{PlaceAt(item.ResolvedAt ?? item.OpenedAt)}-{item.Id}";

    private static string PlaceAt(DateTimeOffset at) =>
        (long.MaxValue - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    // It may have been opened again, and resolved later.
    private async Task ForgetAsync(string id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Attention, Partition, Resolved + id, cancellationToken) is { } row
            && Documents.FromRow<OperatorAlert>(row).ResolvedAt < before)
            await tables.Attention.DeleteEntityAsync(Partition, Resolved + id, row.ETag, cancellationToken);
    }

    private OperatorAlert New(string kind, string subject, string what, string toDo, string? orderId) =>
        new(IdOf(kind, subject), kind, subject, what, toDo, time.GetUtcNow()) { OrderId = orderId };

    private async Task RaiseAsync(OperatorAlert item, Func<OperatorAlert, bool> opensAgain, CancellationToken cancellationToken)
    {
        var known = await FindAsync(item.Id, cancellationToken);
        if (known is null)
            await TryAsync([Add(Open + item.Id, item)], cancellationToken);
        else if (!known.IsOpen && opensAgain(known))
            await TryAsync(
                [Delete(Resolved + item.Id), Add(Open + item.Id, item with { Reopened = known.Reopened + 1 })],
                cancellationToken);
    }

    /// <returns>False when somebody else has raised or moved the item just now.</returns>
    private async Task<bool> TryAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Attention.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409)
        {
            return false;
        }
    }

    private static TableTransactionAction Delete(string row) =>
        new(TableTransactionActionType.Delete, new TableEntity(Partition, row), ETag.All);

    private static TableTransactionAction Add(string row, OperatorAlert item) =>
        new(TableTransactionActionType.Add, Documents.ToRow(Partition, row, item));

    private static string IdOf(string kind, string subject) => Ids.Derived("att", kind, subject);
}
