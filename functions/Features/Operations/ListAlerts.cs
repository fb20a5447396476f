using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>The open operator alerts, newest first; <c>?status=resolved</c> lists the resolved ones, <c>?kind=</c> those of one
/// kind.</summary>
public sealed class ListAlerts(OperatorAlerts attention)
{
    [Function(nameof(ListAlerts))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("status", "Open alerts or resolved ones; open by default.", Values = ["open", "resolved"])]
    [Query("kind", "Only alerts of this kind, such as `refund-refused`.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/attention")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var place = Paging.Place(http);
        var open = http.Query["status"] switch
        {
            { Count: 0 } or ["open"] => true,
            ["resolved"] => false,
            _ => throw Problems.Malformed("status-invalid", "'status' is open or resolved.", "status"),
        };

        var kind = http.Query["kind"].ToString() is { Length: > 0 } given ? given : null;
        var items = open
            ? (await attention.ListOpenAsync(cancellationToken))
                .Where(item => kind is null || item.Kind == kind)
                .Where(item => place is null || string.CompareOrdinal(OperatorAlerts.PlaceOf(item), place) > 0).Take(limit + 1).ToList()
            : await attention.ListResolvedAsync(kind, place, limit + 1, cancellationToken);
        var next = items.Count > limit ? Paging.Cursor(OperatorAlerts.PlaceOf(items[limit - 1])) : null;
        return Answers.OkUnlessKnown(http, new Page<OperatorAlert>([.. items.Take(limit)], next));
    }
}
