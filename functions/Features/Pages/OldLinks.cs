using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Redirects from former paths of links to their current ones.</summary>
public sealed class OldLinks(IOptions<PublicAddress> address)
{
    /// <param name="page">The current path prefix of the links.</param>
    /// <param name="rest">The token and what follows it.</param>
    internal IResult LeadOn(string page, string rest) =>
        Answers.SeeOther(address.Value.Of($"{page}/{Uri.EscapeDataString(rest).Replace("%2F", "/", StringComparison.Ordinal)}"));
}
