using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>The seller accepts the claim: PayPal refunds the buyer the disputed amount. While a dispute is open this is the only
/// way to refund.</summary>
public sealed class AcceptDispute(OrderCommands commands, PayPalClient payPal, DisputeAnswers answers)
{
    private const int MaxMessageLength = 2_000;

    /// <param name="Message">For the buyer.</param>
    public sealed record Request(string? Message = null);

    [Function(nameof(AcceptDispute))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/cases/{caseId}/acceptance")] HttpRequest http,
        string orderId, string caseId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.AcceptDispute, cancellationToken);
        IdempotencyKey.Of(http);
        var message = Texts.Optional((await Body.ReadAsync<Request>(http, cancellationToken)).Message, "message", MaxMessageLength);

        return await answers.RunAsync(
            command,
            caseId,
            o => DisputeTransitions.Accept(o, caseId),
            o =>
                payPal.AcceptClaimAsync(
                    caseId,
                    new PayPalClaimAcceptance(PayPalClaimAcceptance.Refund, message),
                    Dispute.AcceptanceKey(orderId, o.Disputes.First(c => c.Id == caseId)),
                    cancellationToken),
            cancellationToken);
    }
}
