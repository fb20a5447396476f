using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>An operator has paid the buyer outside this app what a failed refund was to give back: the refund counts as made, as far as it
/// is still owed. What PayPal shows is adopted first. The money has left the provider's balance. A repeat changes nothing.</summary>
public sealed class PayOtherwise(OrderCommands commands, AdoptRefunds adoption)
{
    private const int MaxMessageLength = 500;

    /// <param name="Message">How and when the buyer was paid, for buyer and seller; no identity data.</param>
    /// <param name="Amount">What the buyer was paid; all that is owed of the refund if absent. Less only if lost disputes have given the
    /// rest of the price of goods that were never shipped.</param>
    public sealed record Request(string Message, Money? Amount = null);

    [Function(nameof(PayOtherwise))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refunds/{number}/paid-otherwise")]
            HttpRequest http,
        string orderId, string number, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.PayOtherwise, cancellationToken);
        IdempotencyKey.Of(http);
        var body = await Body.ReadAsync<Request>(http, cancellationToken);
        var faults = new FieldFaults();
        var message = Texts.Require(body.Message, "message", MaxMessageLength, faults);
        RefundRequestChecks.CheckAmount(body.Amount, command.Order.Terms.Currency, "", faults);
        faults.ThrowIfAny();
        var n = PathNumber.Of(number, "refund");

        await adoption.RunBeforeCommandAsync(orderId, cancellationToken);
        return await command.ChangeAsync((o, now) => RefundDecisions.PayOtherwise(o, n, message, now, body.Amount), cancellationToken);
    }
}
