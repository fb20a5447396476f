using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The page behind a ship link.</summary>
internal static class ShipPage
{
    private const string Tracking = """
        <p><label>Carrier <input name="carrier" maxlength="64" placeholder="USPS"></label></p>
        <p><label>Tracking number <input name="trackingNumber" maxlength="64"></label></p>
        <p>With carrier and number you are paid a day sooner, and PayPal protects your sale.</p>
        """;

    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="kind">What is said to be done: what is not sent has no carrier.</param>
    /// <param name="says">What is to be read.</param>
    /// <param name="form">Whether something can be marked.</param>
    public static IResult Of(HttpContext http, FulfilmentKind kind, IEnumerable<string> says, bool form) =>
        PlainPage.Of(http, $"Mark as {OrderSentences.Done(kind)}", says, form ? Form(kind) : "");

    private static string Form(FulfilmentKind kind) => $"""
        <form method="post">
        {(kind == FulfilmentKind.Ship ? Tracking : "")}
        <p><button id="shipped">Mark as {OrderSentences.Done(kind)}</button></p>
        </form>
        """;
}
