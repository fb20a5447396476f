using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>The steps common to the seller's actions in a dispute: the decision is written first, the call uses a key derived from
/// it, and the result is read from the provider.</summary>
public sealed class DisputeAnswers(OrderStore orders, ReadDispute read)
{
    public async Task<IResult> RunAsync(
        OrderCommand command,
        string caseId,
        Func<Order, Decision> decide,
        Func<Order, Task> call,
        CancellationToken cancellationToken)
    {
        var orderId = command.Order.Id;
        var decided = await command.CommitAsync((o, _) => decide(o), cancellationToken);
        var refused = await CallAsync(() => call(decided));
        await read.TakeUpAsync(Dispute.Key(orderId, caseId), cancellationToken);
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        return refused is null || order.Disputes.First(c => c.Id == caseId) is { IsOpen: false }
            ? command.Answer(order)
            : throw Problems.Conflict(
                "case-step-refused",
                $"PayPal does not allow this now{PayPalWords.InBrackets(refused.Reason)}: look at the case there.",
                OrderStatuses.ForSeller(order)).AfterChange();
    }

    private static async Task<PayPalRefusedException?> CallAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (PayPalRefusedException e)
        {
            // A repeat of what has been done is refused too: the provider's state decides.
            return e;
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            throw Problems.Unavailable("PayPal");
        }
    }
}
