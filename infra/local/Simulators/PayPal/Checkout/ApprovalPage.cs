using System.Net;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>The page behind an order's approval link, in place of the one PayPal shows to the buyer.</summary>
internal static class ApprovalPage
{
    public static async Task ShowAsync(HttpContext http, PayPalBooks books)
    {
        var token = http.Request.Query["token"].ToString();
        try
        {
            var order = books.Read(transaction => FindOrder.Live(transaction, token));
            await WriteAsync(http, 200, order.Status == "COMPLETED" ? "<p>This order is paid.</p>" : Forms(order));
        }
        catch (PayPalRefusal)
        {
            await WriteAsync(http, 404, "<p>This order is not there any more. Go back to the seller and try again.</p>");
        }
    }

    public static async Task AnswerAsync(HttpContext http, PayPalBooks books, string choice)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var token = form["token"].ToString() is { Length: > 0 } given ? given : http.Request.Query["token"].ToString();
        try
        {
            var back = choice == "cancel"
                ? books.Read(transaction => ApproveOrder.Cancelled(FindOrder.Live(transaction, token)))
                : await books.ChangeAsync(transaction => ApproveOrder.Run(transaction, token, new SimulatedBuyer()));
            if (choice == "approve-and-close" || back is null)
                await WriteAsync(http, 200, "<p>Done. You can close this window.</p>");
            else
                http.Response.Redirect(back.AbsoluteUri);
        }
        catch (PayPalRefusal)
        {
            await WriteAsync(http, 404, "<p>This order cannot be paid any more. Go back to the seller and try again.</p>");
        }
    }

    private static string Forms(SimulatedOrder order)
    {
        var amount = order.Unit["amount"]!;
        var token = WebUtility.HtmlEncode(order.Id);
        return $"""
            <p>{WebUtility.HtmlEncode((string?)order.Unit["description"] ?? "Your order")}</p>
            <p><strong id="amount">{WebUtility.HtmlEncode((string?)amount["value"])} {WebUtility.HtmlEncode(
                (string?)amount["currency_code"]
            )}</strong></p>
            <form method="post" action="/checkoutnow/approve"><input type="hidden" name="token" value="{token}"><button id="approve">Pay now</button></form>
            <form method="post" action="/checkoutnow/approve-and-close"><input type="hidden" name="token" value="{token}"><button id="approve-and-close">Pay now and close the window</button></form>
            <form method="post" action="/checkoutnow/cancel"><input type="hidden" name="token" value="{token}"><button id="cancel">Cancel</button></form>
            """;
    }

    private static Task WriteAsync(HttpContext http, int status, string content)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>PayPal simulator</title></head><body><main><h1>PayPal simulator</h1>
            {content}
            </main></body></html>
            """);
    }
}
