using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The sellers, for operators, sorted by id; with <c>status</c>, only those with this status: <c>pending</c> ones wait for
/// verification. A standing is not stored, since it changes with time alone, so each seller is read.</summary>
public sealed class ListSellers(SellerStore sellers, SellerAnswers answers, TimeProvider time)
{
    // A page reads at most this many sellers, and the next page continues from there.
    private const int MaxRead = 2_000;

    [Function(nameof(ListSellers))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("status", "Only sellers with this status; those with `pending` wait for verification.", Of = typeof(SellerState))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers")] HttpRequest http, CancellationToken cancellationToken)
    {
        var (status, limit, last) = (StatusQuery.Of<SellerState>(http), Paging.Limit(http), Paging.Place(http));
        var (page, read, now) = (new List<SellerView>(), 0, time.GetUtcNow());
        await foreach (var seller in sellers.ListAsync(last, cancellationToken))
        {
            if (page.Count == limit || read++ == MaxRead)
                return Answers.OkUnlessKnown(http, new Page<SellerView>(page, Paging.Cursor(last!)));
            if (status is null || seller.StateAt(now) == status)
                page.Add(answers.ViewForOperator(seller));
            last = seller.Id;
        }

        return Answers.OkUnlessKnown(http, new Page<SellerView>(page, Next: null));
    }
}
