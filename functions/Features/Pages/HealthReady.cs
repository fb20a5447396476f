using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Whether tables, vault and queues respond; 503 otherwise, and 500 when the app has no right to use them.</summary>
public sealed class HealthReady(ChatPayTables tables, SecretVault vault, Queues queues)
{
    [Function(nameof(HealthReady))]
    [Open("a probe carries no token and learns only whether the stores answer")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await ChatPayTables.FindAsync(tables.Indexes, "readiness-probe", "none", cancellationToken);
        await vault.PingAsync(cancellationToken);
        await queues.PingAsync(cancellationToken);
        return Answers.Ok(new Health("ready"));
    }
}
