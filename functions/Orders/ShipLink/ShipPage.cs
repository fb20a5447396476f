using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Orders.ShipLink;

/// <summary>The page behind a ship link.</summary>
internal static class ShipPage
{
    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="says">What is to be read.</param>
    /// <param name="form">Whether something can be marked.</param>
    public static IResult Of(HttpContext http, IEnumerable<string> says, bool form) => PlainPage.Of(http, "Mark as shipped", says, form ? Form : "");

    private const string Form = """
        <form method="post">
        <p><label>Carrier <input name="carrier" maxlength="64" placeholder="USPS"></label></p>
        <p><label>Tracking number <input name="trackingNumber" maxlength="64"></label></p>
        <p><button id="shipped">Mark as shipped</button></p>
        <p>With carrier and number you are paid a day sooner, and PayPal protects your sale.</p>
        </form>
        """;
}
