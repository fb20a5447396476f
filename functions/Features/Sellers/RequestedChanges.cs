using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Changes of the seller whom an operator's request names.</summary>
internal static class RequestedChanges
{
    /// <summary>Changes the seller, when it is the version that the request was decided on.</summary>
    /// <exception cref="ProblemException">404: there is no such seller. 412: <c>If-Match</c> names another version. Else what the change
    /// throws.</exception>
    public static Task<StoredSeller> ChangeByRequestAsync(
        this SellerStore sellers, HttpRequest request, string id, Func<Seller, Seller> change, CancellationToken cancellationToken) =>
        sellers.ChangeAsync(SellerIds.Require(id), change, cancellationToken, etag => EntityTags.RequireMatch(request, etag));
}
