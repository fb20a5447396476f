using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Creates responses with a seller's account.</summary>
public sealed class SellerAnswers(IOptions<SellerTerms> terms, TimeProvider time)
{
    /// <summary>200.</summary>
    public IResult Ok(StoredSeller stored) => Answers.Ok(View(stored.Seller), stored.ETag);

    /// <summary>200, or 304 when the caller has exactly this.</summary>
    public IResult OkUnlessKnown(HttpRequest request, StoredSeller stored) =>
        Answers.OkUnlessKnown(request, View(stored.Seller), stored.ETag);

    /// <summary>200 or 304, including what only operators see.</summary>
    public IResult ForOperatorUnlessKnown(HttpRequest request, StoredSeller stored) =>
        Answers.OkUnlessKnown(request, ViewForOperator(stored.Seller), stored.ETag);

    /// <summary>200, including what only operators see.</summary>
    public IResult ForOperator(StoredSeller stored) => Answers.Ok(ViewForOperator(stored.Seller), stored.ETag);

    /// <summary>The account, including what only operators see.</summary>
    public SellerView ViewForOperator(Seller seller) =>
        View(seller) with { SanctionsHoldSince = seller.SanctionsHold?.Since };

    /// <summary>202: the request is carried out later, and the account shows when.</summary>
    public IResult Accepted(StoredSeller stored) => Answers.Accepted(View(stored.Seller));

    /// <summary>201.</summary>
    public IResult Created(StoredSeller stored) => Answers.Created("/api/v1/sellers/me", View(stored.Seller), stored.ETag);

    private SellerView View(Seller seller) => SellerView.Of(seller, terms.Value, time.GetUtcNow());
}
