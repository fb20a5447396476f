using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>The operator alerts. The open alert, the same alert once resolved, and the history of resolutions are rows of one
/// partition, so that moving an alert is one transaction, and listing costs only what is shown.</summary>
public sealed class OperatorAlerts(ChatPayTables tables, TimeProvider time, AlertNotices? notices = null) : IOldRows
{
    /// <summary>How many days an alert is kept after it was resolved.</summary>
    internal const int DaysKept = 730;

    /// <summary>The kind shown for an alert whose row cannot be read.</summary>
    internal const string Unreadable = "alert-unreadable";

    /// <summary>The resolver of alerts that resolve themselves.</summary>
    public const string ByItself = "chatpay";

    private const string Partition = "items";
    private const string Open = "open-";
    private const string Resolved = "resolved-";
    private const string History = "history-";
    private const int PlaceDigits = 19;

    // An operator's resolution holds for this long; then a continuing cause raises the alert again.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    /// <summary>Raises an alert for a continuing cause, which is checked repeatedly. While the alert is open, a repeat changes
    /// nothing. After an operator has resolved it, it reopens if the cause persists a day later; after it has resolved itself, at
    /// once.</summary>
    /// <param name="kind">Stable, such as <c>payout-late</c>.</param>
    /// <param name="subject">What it is about; kind and subject identify the alert.</param>
    /// <param name="what">What has happened.</param>
    /// <param name="toDo">What to do about it.</param>
    /// <param name="orderId">The order that it concerns, if any.</param>
    /// <param name="cancellationToken">Cancels the call; raise it again.</param>
    public Task RaiseAsync(string kind, string subject, string what, string toDo, string? orderId, CancellationToken cancellationToken) =>
        RaiseAsync(
            New(kind, subject, what, toDo, orderId),
            resolved => resolved.ResolvedBy == ByItself || time.GetUtcNow() - resolved.ResolvedAt >= Rest,
            cancellationToken);

    /// <summary>Raises an alert for a one-time occurrence. A repeat changes nothing; only an occurrence after the resolution
    /// reopens it.</summary>
    /// <param name="kind">Stable, such as <c>refund-refused</c>.</param>
    /// <param name="subject">What it is about; kind and subject identify the alert.</param>
    /// <param name="what">What has happened.</param>
    /// <param name="toDo">What to do about it.</param>
    /// <param name="orderId">The order that it concerns, if any.</param>
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

    /// <summary>Whether this alert was ever raised, open or resolved: a precaution taken along with it is then the operator's to
    /// undo, and is not taken again.</summary>
    public async Task<bool> WasRaisedAsync(string kind, string subject, CancellationToken cancellationToken) =>
        await FindAsync(IdOf(kind, subject), cancellationToken) is not null;

    /// <summary>Resolves the alert because the cause has gone by itself. Does nothing when it was never raised.</summary>
    public Task ClearAsync(string kind, string subject, string why, CancellationToken cancellationToken) =>
        ClearAsync(kind, subject, why, ByItself, cancellationToken);

    /// <summary>Resolves the alert because of what an operator did elsewhere. Does nothing when it was never raised.</summary>
    public async Task ClearAsync(string kind, string subject, string why, string by, CancellationToken cancellationToken)
    {
        // Most were never raised: the resolved position is not read.
        if (await ChatPayTables.FindAsync(tables.Attention, Partition, Open + IdOf(kind, subject), cancellationToken) is { } row)
            await ResolveAsync(Read(row), why, by, cancellationToken);
    }

    /// <summary>The alert, open or resolved; null when there is none.</summary>
    public async Task<OperatorAlert?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ChatPayTables.FindAsync(tables.Attention, Partition, Open + id, cancellationToken)
            ?? await ChatPayTables.FindAsync(tables.Attention, Partition, Resolved + id, cancellationToken)) is { } row
            ? Read(row)
            : null;

    /// <summary>Resolves an open alert. Of two concurrent calls one decides, and both return what it wrote.</summary>
    /// <param name="open">The alert to resolve.</param>
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

    /// <summary>All open alerts, the newest first, without a limit: somebody has to look at each of them.</summary>
    public async Task<IReadOnlyList<OperatorAlert>> ListOpenAsync(CancellationToken cancellationToken)
    {
        var items = new List<OperatorAlert>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Attention, Partition, Open, cancellationToken))
            items.Add(Read(row));
        return [.. items.OrderBy(PlaceOf, StringComparer.Ordinal)];
    }

    /// <summary>The resolved alerts, the newest first. One that was reopened is listed once for each resolution.</summary>
    /// <param name="kind">Only those of this kind; null for all.</param>
    /// <param name="after">The position (<see cref="PlaceOf"/>) to continue after; null starts with the newest.</param>
    /// <param name="limit">The most alerts to return.</param>
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
            var item = Read(row);
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
            var ids = page.Values.Select(row => Read(row).Id).Distinct();
            await Many.ForEachAsync(ids, id => ForgetAsync(id, before, cancellationToken));
            await RowDeletion.DeleteAsync(tables.Attention, page.Values, cancellationToken);
        }
    }

    /// <summary>The position of an alert in its list; newer ones sort first.</summary>
    public static string PlaceOf(OperatorAlert item) => $"{PlaceAt(item.ResolvedAt ?? item.OpenedAt)}-{item.Id}";

    private static string PlaceAt(DateTimeOffset at) =>
        (long.MaxValue - at.UtcTicks).ToString($"D{PlaceDigits}", CultureInfo.InvariantCulture);

    /// <summary>The alert of a row. One that cannot be read is shown as such under its own id: it hides no other, and resolving it
    /// replaces the row.</summary>
    private static OperatorAlert Read(TableEntity row)
    {
        try
        {
            return Documents.FromRow<OperatorAlert>(row);
        }
        catch (UnreadableRowException e)
        {
            var place = row.RowKey.StartsWith(History, StringComparison.Ordinal) ? row.RowKey[History.Length..] : null;
            var id = place?[(PlaceDigits + 1)..] ?? row.RowKey[(row.RowKey.IndexOf('-', StringComparison.Ordinal) + 1)..];
            var at = place is null
                ? row.Timestamp ?? default
                : new DateTimeOffset(long.MaxValue - long.Parse(place[..PlaceDigits], CultureInfo.InvariantCulture), TimeSpan.Zero);
            return new(id, Unreadable, id, e.Message, "Look in the table for what it was about, then resolve it.", at)
            {
                ResolvedAt = row.RowKey.StartsWith(Open, StringComparison.Ordinal) ? null : at,
            };
        }
    }

    // It may have been reopened, and resolved later.
    private async Task ForgetAsync(string id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Attention, Partition, Resolved + id, cancellationToken) is { } row
            && Read(row).ResolvedAt < before)
            await tables.Attention.DeleteEntityAsync(Partition, Resolved + id, row.ETag, cancellationToken);
    }

    private OperatorAlert New(string kind, string subject, string what, string toDo, string? orderId) =>
        new(IdOf(kind, subject), kind, subject, what, toDo, time.GetUtcNow()) { OrderId = orderId };

    private async Task RaiseAsync(OperatorAlert item, Func<OperatorAlert, bool> opensAgain, CancellationToken cancellationToken)
    {
        var known = await FindAsync(item.Id, cancellationToken);
        if (known is not null && (known.IsOpen || !opensAgain(known)))
            return;

        // Not when it was looked up: that may take longer than the digest waits.
        var opened = item with { OpenedAt = time.GetUtcNow(), Reopened = known is null ? 0 : known.Reopened + 1 };
        // A crash in between leaves a digest that does not list it; the other way round, nobody would be told.
        if (notices is not null)
            await notices.EnqueueAsync(opened.OpenedAt, cancellationToken);
        var add = Add(Open + item.Id, opened);
        await TryAsync(known is null ? [add] : [Delete(Resolved + item.Id), add], cancellationToken);
    }

    /// <returns>False when somebody else has just raised or moved the alert.</returns>
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
