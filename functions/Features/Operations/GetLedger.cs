using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>The double-entry ledger of one order, for an operator. Amounts are signed: debit positive, credit negative.</summary>
public sealed class GetLedger(OrderAccess access, OrderStore orders)
{
    [Function(nameof(GetLedger))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}/ledger")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        await access.ToReadAsync(Caller.Of(request.HttpContext), orderId, cancellationToken);
        var transactions = await orders.LedgerAsync(orderId, cancellationToken);
        return Answers.Ok(new LedgerView(transactions, Balances.Of(transactions)));
    }

    private sealed record LedgerView(IReadOnlyList<LedgerTransaction> Transactions, IReadOnlyDictionary<string, Money> Balances);
}
