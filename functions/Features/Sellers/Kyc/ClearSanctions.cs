using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>An operator has made sure that the seller is not who is on the list of sanctions. It verifies nothing: that is a step of its
/// own.</summary>
public sealed class ClearSanctions(SellerCommands commands, SanctionsHits hits)
{
    private const int MaxReasonLength = 1_000;

    /// <param name="Reason">How that is known, for other operators; no identity data.</param>
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
