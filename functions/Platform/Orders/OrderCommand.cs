using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>A caller's request to change an order that the caller may change.</summary>
public sealed class OrderCommand
{
    private readonly HttpRequest _http;
    private readonly OrderStore _orders;
    private readonly IOrderReader _reader;
    private readonly TimeProvider _time;
    private StoredOrder _read;

    internal OrderCommand(HttpRequest http, Caller caller, StoredOrder read, OrderStore orders, IOrderReader reader, TimeProvider time) =>
        (_http, Caller, _read, _orders, _reader, _time) = (http, caller, read, orders, reader, time);

    /// <summary>The client with which the command drives the order at once; null leaves that to a message.</summary>
    internal DurableTaskClient? Orchestrations { get; init; }

    /// <summary>The caller who gives it.</summary>
    public Caller Caller { get; }

    /// <summary>The order as it was read: for what never changes, such as its currency. Decide on the order that is passed to the
    /// decision.</summary>
    public Order Order => _read.Order;

    /// <summary>Whether the caller is the order's own seller.</summary>
    public bool IsBySeller => OrderView.IsSeller(Order, Caller);

    /// <summary>Changes the order: 200 with the order.</summary>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> ChangeAsync(Func<Order, DateTimeOffset, Decision> decide, CancellationToken cancellationToken) =>
        Answer(await CommitAsync(decide, cancellationToken));

    /// <summary>Creates something in the order, also for a repeat: 201 with the order.</summary>
    /// <param name="decide">The decision on the order, given the time in UTC.</param>
    /// <param name="made">The path of what is created, below the order, such as <c>refunds/1</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> CreateAsync(
        Func<Order, DateTimeOffset, Decision> decide,
        Func<Order, string> made,
        CancellationToken cancellationToken)
    {
        var order = await CommitAsync(decide, cancellationToken);
        return Answers.Created($"/api/v1/orders/{order.Id}/{made(order)}", Show(order));
    }

    /// <summary>Lets the transition decide on the newest version that <c>If-Match</c> allows, and commits the decision.</summary>
    /// <returns>The order afterwards, also when there was nothing to change.</returns>
    /// <exception cref="ProblemException">404, 409, 422: it was refused; 412: the caller decided on another version; 503: too many
    /// writers at once.</exception>
    public async Task<Order> CommitAsync(Func<Order, DateTimeOffset, Decision> decide, CancellationToken cancellationToken)
    {
        var decided = _http.Headers.IfMatch.Count == 0
            ? await _orders.ChangeAsync(
                _read, o => decide(o, _time.GetUtcNow()), new AfterCommit { Orchestrations = Orchestrations }, cancellationToken)
            : await DecideOnMatchAsync(o => decide(o, _time.GetUtcNow()), cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Of(refusal, OrderView.StatusFor(decided.Order, Caller))
            : decided.Order;
    }

    /// <summary>200 with the order as this caller sees it.</summary>
    public IResult Answer(Order order) => Answers.Ok(Show(order));

    /// <summary>The order as this caller sees it now.</summary>
    public OrderView Show(Order order) => OrderView.For(order, Caller, _time.GetUtcNow());

    /// <summary>Checks <c>If-Match</c> against the entity tag of the caller's present view of the order.</summary>
    /// <exception cref="ProblemException">412: the caller decided on another version.</exception>
    internal async Task RequireMatchAsync(CancellationToken cancellationToken)
    {
        if (_http.Headers.IfMatch.Count > 0)
            EntityTags.RequireMatch(_http, EntityTags.OfJson(await _reader.ReadAsync(Order, Caller, cancellationToken)));
    }

    // Exactly the row that was compared: after another writer it is read and compared anew, since not every change is visible to
    // everybody.
    private async Task<TransitionResult> DecideOnMatchAsync(Func<Order, Decision> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Turns.MaxAttempts; attempt++)
        {
            if (await _orders.TryChangeAsync(_read, decide, cancellationToken) is { } decided)
                return decided;
            _read = await _orders.GetAsync(Order.Id, cancellationToken);
            await RequireMatchAsync(cancellationToken);
        }

        throw Problems.Unavailable("The order");
    }
}
