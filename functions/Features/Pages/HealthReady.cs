using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Whether tables and vault respond; 503 otherwise.</summary>
public sealed class HealthReady(ChatPayTables tables, SecretVault vault)
{
    [Function(nameof(HealthReady))]
    [Open("a probe carries no token and learns only whether the stores answer")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await ChatPayTables.FindAsync(tables.Indexes, "readiness-probe", "none", cancellationToken);
        await vault.PingAsync(cancellationToken);
        return Answers.Ok(new Health("ready"));
    }
}
