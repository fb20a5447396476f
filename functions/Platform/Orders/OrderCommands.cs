using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The one way in which a request changes an order: the order is loaded for a caller who may change it, <c>If-Match</c> is
/// checked, a pure transition decides, the decision is committed, and the response is the order. A use case adds its request and
/// its decision.</summary>
public sealed class OrderCommands(
    OrderAccess access, OrderStore orders, IOrderReader reader, CallLimiters limiters, TimeProvider time)
{
    /// <summary>Runs a command that takes no body, from start to finish.</summary>
    /// <param name="http">The HTTP request.</param>
    /// <param name="orderId">The order id in the path.</param>
    /// <param name="action">The command, with the parties who may give it.</param>
    /// <param name="decide">The decision on the order, given the time in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As for the steps.</exception>
    public async Task<IResult> RunAsync(
        HttpRequest http,
        string orderId,
        OrderAction action,
        Func<Order, DateTimeOffset, Decision> decide,
        CancellationToken cancellationToken) =>
        await (await BeginAsync(http, orderId, action, cancellationToken)).ChangeAsync(decide, cancellationToken);

    /// <summary>Loads the order for a caller who may change it.</summary>
    /// <param name="http">The HTTP request.</param>
    /// <param name="orderId">The order id in the path.</param>
    /// <param name="action">The command, with the parties who may give it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="orchestrations">The client with which the command drives the order at once; null leaves that to a
    /// message.</param>
    /// <exception cref="ProblemException">404: there is none, or it is not the caller's; 412: the caller decided on another
    /// version; 429: the caller writes too much to the order's conversation.</exception>
    public async Task<OrderCommand> BeginAsync(
        HttpRequest http,
        string orderId,
        OrderAction action,
        CancellationToken cancellationToken,
        DurableTaskClient? orchestrations = null)
    {
        var caller = Caller.Of(http.HttpContext);
        var stored = await access.AsAsync(action.By, caller, orderId, cancellationToken);
        // Nearly every command is announced there.
        if (!caller.Is(Role.Operator))
            limiters.CountInConversation(stored.Order.ConversationId, caller.Subject);
        var command = new OrderCommand(http, caller, stored, orders, reader, time) { Orchestrations = orchestrations };
        await command.RequireMatchAsync(cancellationToken);
        return command;
    }
}
