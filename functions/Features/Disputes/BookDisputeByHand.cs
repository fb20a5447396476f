using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>An operator books the cost of a resolved dispute that PayPal has not reported or has reported wrongly, or of a dispute that
/// PayPal does not show any more. PayPal is asked first: what it shows by now decides. A repeat changes nothing.</summary>
public sealed class BookDisputeByHand(
    OrderCommands commands,
    AdoptRefunds adoption,
    ReadDispute read,
    OperatorAlerts attention,
    TimeProvider time)
{
    private const int MaxReasonLength = 500;

    /// <param name="Lost">The total that PayPal has taken for the claim; zero when the seller has won.</param>
    /// <param name="Reason">The source of the amounts, for other operators; no identity data.</param>
    /// <param name="Fees">PayPal's total fees for the dispute; if omitted, what is booked stays.</param>
    public sealed record Request(Money Lost, string Reason, Money? Fees = null);

    [Function(nameof(BookDisputeByHand))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/cases/{caseId}/settlement")] HttpRequest http,
        string orderId, string caseId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.BookDispute, cancellationToken);
        IdempotencyKey.Of(http);
        var asked = await Body.ReadAsync<Request>(http, cancellationToken);
        var currency = command.Order.Terms.Currency;
        var faults = new FieldFaults();
        Check(asked.Lost, currency, "lost", faults);
        Check(asked.Fees ?? Money.Zero(currency), currency, "fees", faults);
        var reason = Texts.Require(asked.Reason, "reason", MaxReasonLength, faults);
        faults.ThrowIfAny();

        Decision Decide(Order o, DateTimeOffset now) => DisputeTransitions.BookByHand(o, caseId, asked.Lost, asked.Fees, reason, now);

        // Only if it matters.
        if (Decide(command.Order, time.GetUtcNow()).Change is not null)
            await AdoptRefunds.AnsweredAsync(() => read.TakeUpAsync(Dispute.Key(orderId, caseId), cancellationToken));
        var order = await command.CommitAsync(Decide, cancellationToken);
        await adoption.TellOfHeardAsync(order, cancellationToken);
        await attention.ClearAsync(
            ReadDispute.AmountsMissing,
            Dispute.Key(orderId, caseId),
            "An operator has booked the amounts.",
            cancellationToken);
        await attention.ClearAsync(
            ReadDispute.NotShown, caseId, "An operator has booked the case.", command.Caller.OperatorId, cancellationToken);
        return command.Answer(order);
    }

    private static void Check(Money amount, string currency, string field, FieldFaults faults)
    {
        if (amount.Currency != currency)
            faults.Refused("currency-not-allowed", $"The order is in {currency}: book the case in it too.", field);
    }
}
