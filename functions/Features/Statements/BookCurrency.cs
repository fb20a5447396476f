using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Statements;

/// <summary>The currency of a seller's books. The app sells in one, <c>OrderTerms:Currency</c>; orders from before a change of that
/// setting keep theirs, and no sum mixes two.</summary>
internal static class BookCurrency
{
    /// <summary>The name of the query parameter.</summary>
    public const string Parameter = "currency";

    /// <summary>What the parameter means, for the description of the API.</summary>
    public const string Meaning = "Only orders in this currency, such as USD; by default the app's.";

    /// <exception cref="ProblemException">400: it is not a known currency.</exception>
    public static string Of(HttpRequest http, OrderTerms terms) => http.Query[Parameter] switch
    {
        { Count: 0 } => terms.Currency,
        [{ } code] when Currencies.MinorDigits(code) is not null => code,
        _ => throw Problems.Malformed("currency-invalid", "'currency' is an ISO 4217 code such as USD.", Parameter),
    };
}
