using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>
/// Reads orders and writes what transitions decide: state, ledger, timeline and outbox in one entity-group transaction of the
/// order's partition, bound to the version that was decided on. Before a commit that writes outbox rows a late trigger is
/// sent, so that a crash right after it leaves nothing unpublished; after it one without delay, so that nobody waits. That one brings what
/// was written, and takes the late one back when all is done.
/// </summary>
public sealed class OrderStore(ChatPayTables tables, Queues queues, IEnumerable<IOrderIndex> indexes, TimeProvider time)
{
    private static readonly TimeSpan TriggerDelay = TimeSpan.FromSeconds(30);
    private readonly Turns _turns = new(time);

    /// <summary>The order, or null.</summary>
    public async Task<StoredOrder?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Orders, orderId, OrderRows.State, cancellationToken) is { } row
            ? new StoredOrder(Documents.FromRow<Order>(row), row.ETag)
            : null;

    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<StoredOrder> GetAsync(string orderId, CancellationToken cancellationToken) =>
        await FindAsync(orderId, cancellationToken) ?? throw Problems.NotFound("order");

    /// <summary>Writes a new order.</summary>
    /// <returns>False when the id is taken: the request has been here before.</returns>
    public async Task<bool> CreateAsync(OrderChange change, CancellationToken cancellationToken) =>
        await CommitAsync(change, null, cancellationToken) is not null;

    /// <summary>Lets a transition decide on the newest state and writes what it decides. When another writer was faster, it
    /// decides again.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    public Task<TransitionResult> ChangeAsync(string orderId, Func<Order, Decision> decide, CancellationToken cancellationToken) =>
        _turns.TakeAsync(orderId, () => ChangeInTurnAsync(orderId, decide, cancellationToken), cancellationToken);

    /// <summary>The same for an order that was read a moment ago, which spares reading it. When another writer was faster, or when
    /// nothing would be changed, which may be old news, it decides on the newest.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    public Task<TransitionResult> ChangeAsync(StoredOrder read, Func<Order, Decision> decide, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            read.Order.Id,
            async () => await TryInTurnAsync(read, decide, cancellationToken) is { Changed: true } changed
                ? changed
                : await ChangeInTurnAsync(read.Order.Id, decide, cancellationToken),
            cancellationToken);

    /// <summary>Lets a transition decide on exactly this version and writes what it decides.</summary>
    /// <returns>Null when another writer was faster: nothing was written.</returns>
    public Task<TransitionResult?> TryChangeAsync(StoredOrder read, Func<Order, Decision> decide, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            read.Order.Id,
            () => TryInTurnAsync(read, decide, cancellationToken),
            cancellationToken);

    /// <summary>What happened, oldest first.</summary>
    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(string orderId, CancellationToken cancellationToken) =>
        ReadAllAsync<TimelineEntry>(orderId, OrderRows.Timeline, cancellationToken);

    /// <summary>The order's ledger, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerTransaction>> LedgerAsync(string orderId, CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync<LedgerTransaction>(orderId, OrderRows.Ledger, cancellationToken))
            .OrderBy(t => t.At).ThenBy(t => t.Id, NumberedText.Order)];

    /// <summary>Writes every index of the order anew, from the order and its ledger. What is there already stays; a repeat changes
    /// nothing.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    public Task<Order> RebuildIndexesAsync(string orderId, CancellationToken cancellationToken) =>
        _turns.TakeAsync(orderId, () => RebuildInTurnAsync(orderId, cancellationToken), cancellationToken);

    private async Task<Order> RebuildInTurnAsync(string orderId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            // The ledger is read after the order: what is booked in between changes the order, and all is done again.
            var stored = await GetAsync(orderId, cancellationToken);
            var all = new OrderChange(stored.Order.Unindexed) { Ledger = await LedgerAsync(orderId, cancellationToken) };
            var order = (await IndexAsync(null, all, cancellationToken)).Order;
            try
            {
                await tables.Orders.UpdateEntityAsync(
                    Documents.ToRow(orderId, OrderRows.State, order),
                    stored.ETag,
                    TableUpdateMode.Replace,
                    cancellationToken);
                return order;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                await _turns.AfterAsync(attempt, cancellationToken);
            }
        }

        throw Problems.Unavailable("The order");
    }

    private async Task<OrderChange> IndexAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        await Task.WhenAll(indexes.Select(index => index.WriteAsync(before, change, cancellationToken)));
        return indexes.Aggregate(change, (noted, index) => noted with { Order = index.Noted(noted) });
    }

    private async Task<TransitionResult> ChangeInTurnAsync(
        string orderId,
        Func<Order, Decision> decide,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            if (await TryInTurnAsync(await GetAsync(orderId, cancellationToken), decide, cancellationToken) is { } result)
                return result;
            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The order");
    }

    private async Task<TransitionResult?> TryInTurnAsync(
        StoredOrder read,
        Func<Order, Decision> decide,
        CancellationToken cancellationToken)
    {
        var decision = decide(read.Order);
        if (decision.Change is not { } change)
            return new TransitionResult(read, decision);
        return await CommitAsync(change, read, cancellationToken) is { } written ? new TransitionResult(written, decision) : null;
    }

    /// <returns>The order as it is written now; null when another writer was faster.</returns>
    private async Task<StoredOrder?> CommitAsync(OrderChange change, StoredOrder? before, CancellationToken cancellationToken)
    {
        change = await IndexAsync(before?.Order, change, cancellationToken);
        var now = time.GetUtcNow();
        var (order, actions, promises) = OrderRows.For(change, now);
        var row = Documents.ToRow(order.Id, OrderRows.State, order);
        actions.Add(before is not null
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.ETag)
            : new TableTransactionAction(TableTransactionActionType.Add, row));

        // A change that nobody is told of, and that starts nothing, has nothing to publish. The late trigger is the last before the
        // commit, so that it does not come before it; it stays when the commit fails, which may be a repeat of one that went through.
        long? late = promises.Count > 0
            ? await queues.ScheduleAsync(Queues.OutboxTriggers, new OutboxTrigger(order.Id), TriggerDelay, cancellationToken)
            : null;
        ETag version;
        try
        {
            // The order's own row is the last of them. It is written, whatever is told of its version: by the old one it is read again.
            var rows = (await tables.Orders.SubmitTransactionAsync(actions, cancellationToken)).Value;
            version = rows[^1].Headers.ETag ?? before?.ETag ?? default;
        }
        catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }

        if (late is not null)
            await TriggerAsync(new OutboxTrigger(order.Id) { Late = late, WrittenAt = now }, promises, cancellationToken);
        return new StoredOrder(order, version);
    }

    /// <summary>What drives the order goes first, with the rows themselves; without any, those who are told are told at once.</summary>
    private Task TriggerAsync(OutboxTrigger trigger, Dictionary<string, OutboxRow> promises, CancellationToken cancellationToken)
    {
        var driving = promises.Where(p => !p.Value.IsNotice).ToDictionary();
        return driving.Count == 0
            ? queues.SendAsync(Queues.Notices, trigger, cancellationToken: cancellationToken)
            : queues.SendAsync(
                Queues.OutboxTriggers,
                trigger with { Written = driving, Tells = driving.Count < promises.Count },
                cancellationToken: cancellationToken);
    }

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string orderId, string prefix, CancellationToken cancellationToken)
    {
        var documents = new List<T>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Orders, orderId, prefix, cancellationToken))
            documents.Add(Documents.FromRow<T>(row));
        return documents;
    }
}
