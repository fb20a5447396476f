using System.Net;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Orders.ShipLink;

/// <summary>The page behind a ship link: plain HTML that loads and runs nothing.</summary>
internal static class ShipPage
{
    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="says">What is to be read.</param>
    /// <param name="form">Whether something can be marked.</param>
    public static IResult Of(HttpContext http, IEnumerable<string> says, bool form)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // The address is the credential.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mark as shipped</title></head>
            <body><main><h1>ChatPay</h1>
            {string.Join('\n', says.Select(s => $"<p>{WebUtility.HtmlEncode(s)}</p>"))}
            {(form ? Form : "")}
            </main></body></html>
            """,
            "text/html; charset=utf-8");
    }

    private const string Form = """
        <form method="post">
        <p><label>Carrier <input name="carrier" maxlength="64" placeholder="USPS"></label></p>
        <p><label>Tracking number <input name="trackingNumber" maxlength="64"></label></p>
        <p><button id="shipped">Mark as shipped</button></p>
        <p>With carrier and number you are paid a day sooner, and PayPal protects your sale.</p>
        </form>
        """;
}
