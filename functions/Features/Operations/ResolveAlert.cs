using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>An operator resolves an alert and says what was done. A repeat with the same words changes nothing.</summary>
public sealed class ResolveAlert(OperatorAlerts attention)
{
    private const int MaxResolutionLength = 1_000;

    /// <param name="Resolution">What was done.</param>
    public sealed record Request(string Resolution);

    [Function(nameof(ResolveAlert))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/ops/attention/{id}/resolution")] HttpRequest http,
        string id, CancellationToken cancellationToken)
    {
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var resolution = Texts.Require(request.Resolution, "resolution", MaxResolutionLength);
        if (!Ids.HasForm(id, "att") || await attention.FindAsync(id, cancellationToken) is not { } item)
            throw Problems.NotFound("attention item");

        var resolved = item.IsOpen
            ? await attention.ResolveAsync(item, resolution, Caller.Of(http.HttpContext).OperatorId, cancellationToken)
            : item;
        return resolved.Resolution == resolution
            ? Answers.Ok(resolved)
            : throw Problems.Conflict("attention-resolved", $"It was resolved already: {resolved.Resolution}", "resolved");
    }
}
