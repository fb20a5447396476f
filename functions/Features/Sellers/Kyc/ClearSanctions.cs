using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>An operator has established that the seller is not the person on the sanctions list. This does not verify the seller,
/// which is a separate step.</summary>
public sealed class ClearSanctions(SellerCommands commands, SanctionsHits hits)
{
    private const int MaxReasonLength = 1_000;

    /// <param name="Reason">How this was established, for other operators; no identity data.</param>
    public sealed record Request(string Reason);

    [Function(nameof(ClearSanctions))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/sanctions-clearance")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var reason = Texts.Require((await Body.ReadAsync<Request>(request, cancellationToken)).Reason, "reason", MaxReasonLength);
        var command = await commands.BeginAsync(request, id, cancellationToken);
        await hits.ClearAsync(command, Caller.Of(request.HttpContext).OperatorId, reason, cancellationToken);
        return command.AnswerOperator();
    }
}
