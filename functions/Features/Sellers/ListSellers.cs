using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The sellers, for operators, in the order of their ids; with <c>status</c>, those that stand so: <c>pending</c> are those to be
/// verified. Nothing stores a standing, which changes with time alone, so each seller is looked at.</summary>
public sealed class ListSellers(SellerStore sellers, SellerAnswers answers, TimeProvider time)
{
    // A page looks at so many sellers at most, and goes on from there with its next.
    private const int MaxRead = 2_000;

    [Function(nameof(ListSellers))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("status", "Only sellers who stand so; `pending` are those to be verified.", Of = typeof(SellerState))]
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
