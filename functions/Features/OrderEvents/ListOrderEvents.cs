using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>The order events of a seller as a feed, oldest first, the same as on the topic. <c>next</c> is always present: sent as
/// <c>cursor</c>, it returns what has arrived since. With <c>If-None-Match</c>, the response is 304 when there is nothing new.
/// Events are kept for at least three months.</summary>
public sealed class ListOrderEvents(OrderFeed feed)
{
    [Function(nameof(ListOrderEvents))]
    [Requires(Role.Seller, Role.Operator)]
    [Paged]
    [Query("sellerId", "The seller whose events to list; required for operators, optional for sellers.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/events")] HttpRequest http, CancellationToken cancellationToken)
    {
        var (sellerId, after, limit) = (SellerOf(http), Paging.NumberedPlace<long>(http), Paging.Limit(http));
        var events = await feed.ListAsync(sellerId, after, limit, cancellationToken);
        var next = Paging.Cursor((events.Count == 0 ? after : events[^1].Number).ToString(CultureInfo.InvariantCulture));
        return Answers.OkUnlessKnown(http, new Page<OrderCloudEvent>([.. events.Select(e => e.Event)], next));
    }

    /// <summary>The caller's own feed; an operator names the seller.</summary>
    private static string SellerOf(HttpRequest http)
    {
        var caller = Caller.Of(http.HttpContext);
        var named = http.Query["sellerId"].ToString();
        if (!caller.Is(Role.Operator))
            return named.Length == 0 || named == caller.SellerId ? caller.SellerId : throw Problems.NotFound("seller");
        return Ids.HasForm(named, "sel")
            ? named
            : throw Problems.Malformed("seller-missing", "Name the seller: ?sellerId=sel-…", "sellerId");
    }
}
