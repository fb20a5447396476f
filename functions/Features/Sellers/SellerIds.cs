using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Seller ids in requests.</summary>
internal static class SellerIds
{
    /// <summary>The id, if it is well-formed: a table refuses some characters in keys.</summary>
    /// <exception cref="ProblemException">404: there can be no such seller.</exception>
    public static string Require(string id) => Ids.HasForm(id, "sel") ? id : throw Problems.NotFound("seller");
}
