using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Reads orders and writes what transitions decide: state, ledger, timeline and outbox in one entity-group transaction of
/// the order's partition, conditional on the version that was decided on. Before a commit that writes outbox rows a late trigger is
/// scheduled, so that a crash right after the commit leaves nothing unpublished; after it <see cref="CommitFollowUp"/> does what the
/// rows promise, so that nobody waits. The late trigger is cancelled when all is done.</summary>
public sealed class OrderStore(
    ChatPayTables tables, Queues queues, IEnumerable<IOrderIndex> indexes, CommitFollowUp followUp, TimeProvider time)
{
    private static readonly TimeSpan TriggerDelay = TimeSpan.FromSeconds(30);

    private readonly Turns _turns = new(time);

    /// <summary>The order; null when there is none.</summary>
    public async Task<StoredOrder?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Orders, orderId, OrderRows.State, cancellationToken) is { } row
            ? new StoredOrder(Documents.FromRow<Order>(row), row.ETag)
            : null;

    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<StoredOrder> GetAsync(string orderId, CancellationToken cancellationToken) =>
        await FindAsync(orderId, cancellationToken) ?? throw Problems.NotFound("order");

    /// <summary>Writes a new order.</summary>
    /// <param name="change">The order, and the effects to enqueue.</param>
    /// <param name="cancellationToken">Cancels the call before the first write. Afterwards it goes on to the end, or whoever hangs up
    /// at the right moment leaves index entries of an order that never was.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <returns>False when the id is taken: the request is a repeat, and nothing of it remains in the indexes.</returns>
    public Task<bool> CreateAsync(
        OrderChange change, CancellationToken cancellationToken, AfterCommit? after = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TogetherAsync(change.Order.Id, together => CreateAsync(change, together), cancellationToken, after);
    }

    /// <summary>Lets a transition decide on the newest state and writes the decision. When another writer was faster, it decides
    /// again.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="decide">The transition.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="together">Postpones the triggers to the end of <see cref="TogetherAsync"/>; null sends them at once.</param>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    public Task<TransitionResult> ChangeAsync(
        string orderId, Func<Order, Decision> decide, CancellationToken cancellationToken, CommitsTogether? together = null) =>
        _turns.TakeAsync(orderId, () => ChangeInTurnAsync(orderId, decide, cancellationToken, together), cancellationToken);

    /// <summary>Like the other overload, for an order that has just been read, which saves a read. When another writer was faster,
    /// or when nothing would change, which may be due to an outdated read, it decides on the newest.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    /// <param name="read">The order as it was read.</param>
    /// <param name="decide">The transition.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="together">Postpones the triggers to the end of <see cref="TogetherAsync"/>; null sends them at once.</param>
    public Task<TransitionResult> ChangeAsync(
        StoredOrder read, Func<Order, Decision> decide, CancellationToken cancellationToken, CommitsTogether? together = null) =>
        _turns.TakeAsync(
            read.Order.Id,
            async () => await TryInTurnAsync(read, decide, cancellationToken, together) is { Changed: true } changed
                ? changed
                : await ChangeInTurnAsync(read.Order.Id, decide, cancellationToken, together),
            cancellationToken);

    /// <summary>Like the other overloads, for a run that does itself what follows.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    /// <param name="orderId">The order's id.</param>
    /// <param name="decide">The transition.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TransitionResult> ChangeAsync(
        string orderId, Func<Order, Decision> decide, AfterCommit? after, CancellationToken cancellationToken) =>
        TogetherAsync(orderId, together => ChangeAsync(orderId, decide, cancellationToken, together), cancellationToken, after);

    /// <inheritdoc cref="ChangeAsync(string, Func{Order, Decision}, AfterCommit?, CancellationToken)"/>
    /// <param name="read">The order as it was read.</param>
    /// <param name="decide">The transition.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TransitionResult> ChangeAsync(
        StoredOrder read, Func<Order, Decision> decide, AfterCommit? after, CancellationToken cancellationToken) =>
        TogetherAsync(read.Order.Id, together => ChangeAsync(read, decide, cancellationToken, together), cancellationToken, after);

    /// <summary>Makes several commits of one order in succession, and sends their triggers once, at the end, also when it fails.
    /// After a crash their late trigger takes over.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="work">Makes the commits, with the object that it is given.</param>
    /// <param name="cancellationToken">Cancels the last send; the late trigger then takes over.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    public async Task<T> TogetherAsync<T>(
        string orderId,
        Func<CommitsTogether, Task<T>> work,
        CancellationToken cancellationToken,
        AfterCommit? after = null)
    {
        var together = new CommitsTogether { After = after };
        T result;
        try
        {
            result = await work(together);
        }
        catch
        {
            await followUp.TryRunAsync(orderId, together);
            throw;
        }

        await followUp.RunAsync(orderId, together, cancellationToken);
        return result;
    }

    /// <summary>Lets a transition decide on exactly this version and writes the decision.</summary>
    /// <returns>Null when another writer was faster: nothing was written.</returns>
    public Task<TransitionResult?> TryChangeAsync(StoredOrder read, Func<Order, Decision> decide, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            read.Order.Id,
            () => TryInTurnAsync(read, decide, cancellationToken),
            cancellationToken);

    /// <summary>The timeline, oldest first.</summary>
    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(string orderId, CancellationToken cancellationToken) =>
        ReadAllAsync<TimelineEntry>(orderId, OrderRows.Timeline, cancellationToken);

    /// <summary>The order's ledger, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerTransaction>> LedgerAsync(string orderId, CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync<LedgerTransaction>(orderId, OrderRows.Ledger, cancellationToken))
            .OrderBy(t => t.At).ThenBy(t => t.Id, NumberedText.Order)];

    /// <summary>Rewrites every index of the order, from the order and its ledger. Existing entries stay; a repeat changes
    /// nothing.</summary>
    /// <exception cref="ProblemException">404: no such order; 503: too many writers at once.</exception>
    public Task<Order> RebuildIndexesAsync(string orderId, CancellationToken cancellationToken) =>
        _turns.TakeAsync(orderId, () => RebuildInTurnAsync(orderId, cancellationToken), cancellationToken);

    private async Task<Order> RebuildInTurnAsync(string orderId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            // The ledger is read after the order: a booking in between changes the order, and all is done again.
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

    private async Task<bool> CreateAsync(OrderChange change, CommitsTogether together)
    {
        if (await CommitAsync(change, null, CancellationToken.None, together) is not null)
            return true;
        // Read only now: an order that is new, as nearly all are, costs nothing more.
        if (await FindAsync(change.Order.Id, CancellationToken.None) is { Order: var stands })
            await Task.WhenAll(indexes.Select(index => index.WithdrawAsync(change.Order, stands, CancellationToken.None)));
        return false;
    }

    private async Task<OrderChange> IndexAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        await Task.WhenAll(indexes.Select(index => index.WriteAsync(before, change, cancellationToken)));
        return indexes.Aggregate(change, (noted, index) => noted with { Order = index.Noted(noted) });
    }

    private async Task<TransitionResult> ChangeInTurnAsync(
        string orderId,
        Func<Order, Decision> decide,
        CancellationToken cancellationToken,
        CommitsTogether? together = null)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            if (await TryInTurnAsync(await GetAsync(orderId, cancellationToken), decide, cancellationToken, together) is { } result)
                return result;
            await _turns.AfterAsync(attempt, cancellationToken);
        }

        throw Problems.Unavailable("The order");
    }

    private async Task<TransitionResult?> TryInTurnAsync(
        StoredOrder read,
        Func<Order, Decision> decide,
        CancellationToken cancellationToken,
        CommitsTogether? together = null)
    {
        var decision = decide(read.Order);
        if (decision.Change is not { } change)
            return new TransitionResult(read, decision);
        return await CommitAsync(change, read, cancellationToken, together) is { } written ? new TransitionResult(written, decision) : null;
    }

    /// <returns>The order as written; null when another writer was faster.</returns>
    private async Task<StoredOrder?> CommitAsync(
        OrderChange change, StoredOrder? before, CancellationToken cancellationToken, CommitsTogether? together = null)
    {
        change = await IndexAsync(before?.Order, change, cancellationToken);
        var now = time.GetUtcNow();
        var (order, actions, promises) = OrderRows.For(change, now);
        var row = Documents.ToRow(order.Id, OrderRows.State, order);
        actions.Add(before is not null
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.ETag)
            : new TableTransactionAction(TableTransactionActionType.Add, row));

        // A change that announces nothing and starts nothing has nothing to publish. The late trigger is scheduled last before the
        // commit, so that it does not arrive before it; it stays when the commit fails, since a retry may fail because the first
        // attempt succeeded.
        var commits = together ?? new CommitsTogether();
        if (promises.Count > 0 && !commits.HasLate(now))
            commits.Guard(
                await queues.ScheduleAsync(Queues.OutboxTriggers, new OutboxTrigger(order.Id), TriggerDelay, cancellationToken), now);
        ETag version;
        try
        {
            // The order's own row is the last of them. If its new version is not returned, it is written all the same: the old one
            // leads to another read.
            var rows = (await tables.Orders.SubmitTransactionAsync(actions, cancellationToken)).Value;
            version = rows[^1].Headers.ETag ?? before?.ETag ?? default;
        }
        catch (Exception e)
        {
            // It may have succeeded all the same: its late trigger stays.
            commits.LeaveLate();
            if (e is TableTransactionFailedException { Status: 409 or 412 })
                return null;
            throw;
        }

        commits.Add(promises, now);
        if (together is null)
            await followUp.RunAsync(order.Id, commits, cancellationToken);
        return new StoredOrder(order, version);
    }

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string orderId, string prefix, CancellationToken cancellationToken)
    {
        var documents = new List<T>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Orders, orderId, prefix, cancellationToken))
            documents.Add(Documents.FromRow<T>(row));
        return documents;
    }
}
