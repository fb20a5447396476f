using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Whether tables, vault and queues respond, as of a few seconds ago; 503 otherwise, after ten seconds at the latest, and 500
/// when the app has no right to use them.</summary>
public sealed class HealthReady(Readiness readiness)
{
    [Function(nameof(HealthReady))]
    [Open("a probe carries no token and learns only whether the stores answer")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await readiness.CheckAsync(cancellationToken);
        return Answers.Ok(new Health("ready"));
    }
}
