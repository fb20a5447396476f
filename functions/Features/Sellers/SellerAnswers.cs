using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Writes a seller's account into an answer.</summary>
public sealed class SellerAnswers(IOptions<SellerTerms> terms, TimeProvider time)
{
    /// <summary>200.</summary>
    public IResult Ok(StoredSeller stored) => Answers.Ok(View(stored.Seller), stored.ETag);

    /// <summary>200, or 304 when the caller has just this.</summary>
    public IResult OkUnlessKnown(HttpRequest request, StoredSeller stored) =>
        Answers.OkUnlessKnown(request, View(stored.Seller), stored.ETag);

    /// <summary>The same, with what the seller is not told.</summary>
    public IResult ForOperatorUnlessKnown(HttpRequest request, StoredSeller stored) =>
        Answers.OkUnlessKnown(request, ViewForOperator(stored.Seller), stored.ETag);

    /// <summary>200, with what the seller is not told.</summary>
    public IResult ForOperator(StoredSeller stored) => Answers.Ok(ViewForOperator(stored.Seller), stored.ETag);

    /// <summary>The account, with what the seller is not told.</summary>
    public SellerView ViewForOperator(Seller seller) =>
        View(seller) with { SanctionsHoldSince = seller.SanctionsHold?.Since };

    /// <summary>202: what is asked for is done later, and the account shows when.</summary>
    public IResult Accepted(StoredSeller stored) => Answers.Accepted(View(stored.Seller));

    /// <summary>201.</summary>
    public IResult Created(StoredSeller stored) => Answers.Created("/api/v1/sellers/me", View(stored.Seller), stored.ETag);

    private SellerView View(Seller seller) => SellerView.Of(seller, terms.Value, time.GetUtcNow());
}
