using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Leads from where links were before on to where they are.</summary>
public sealed class OldLinks(IOptions<PublicAddress> address)
{
    /// <param name="page">Where links of this kind begin now.</param>
    /// <param name="rest">Token and what comes after it.</param>
    internal IResult LeadOn(string page, string rest) =>
        Answers.SeeOther(address.Value.Of($"{page}/{Uri.EscapeDataString(rest).Replace("%2F", "/", StringComparison.Ordinal)}"));
}
