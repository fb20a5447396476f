using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Ids of sellers as callers name them.</summary>
internal static class SellerIds
{
    /// <summary>The id, when it can be one: a table refuses some characters in keys.</summary>
    /// <exception cref="ProblemException">404: there can be no such seller.</exception>
    public static string Require(string id) => Ids.HasForm(id, "sel") ? id : throw Problems.NotFound("seller");
}
