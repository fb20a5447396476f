using System.Globalization;
using System.Net;
using System.Text;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The pages behind a pay link: what is to be paid, to whom, and what has become of it.</summary>
public sealed class PayPage(SellerStore sellers, IOptions<PayPalOptions> payPal)
{
    private const string PayButton = """<form method="post"><p><button id="pay">Pay with PayPal</button></p></form>""";

    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="order">What is paid.</param>
    /// <param name="says">Sentences for the buyer.</param>
    /// <param name="canPay">Whether there is a button to pay.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IResult> OfAsync(
        HttpContext http,
        Order order,
        IEnumerable<string> says,
        bool canPay,
        CancellationToken cancellationToken)
    {
        var seller = (await sellers.FindAsync(order.SellerId, cancellationToken))?.BusinessName ?? "the seller";
        return PlainPage.Of(
            http,
            $"Pay {seller}",
            [$"Payment to {seller}", .. says],
            Lines(order) + (canPay ? PayButton : ""),
            ApprovalSources(payPal.Value.BaseUrl!));
    }

    /// <summary>How the payment stands, to its buyer: every page of the link says the same of the same state.</summary>
    /// <param name="order">What is paid.</param>
    /// <param name="now">UTC.</param>
    internal static string StateOf(Order order, DateTimeOffset now)
    {
        var isPaying = order.CurrentCheckout is { IsBeingCaptured: true } or { State: CheckoutState.CapturePending };
        if (CheckoutTransitions.HasEnded(order, now))
        {
            return order.Capture is null && isPaying
                // It goes back when it lands.
                ? $"{OrderSentences.OfRequest(order)}. If your payment still goes through, it is refunded in full."
                // Its time may be over without anybody having written that down yet.
                : OrderSentences.ToBuyer(order.Request == RequestState.Sent ? order with { Request = RequestState.Expired } : order);
        }

        return CheckoutTransitions.Begin(order, now).Refusal switch
        {
            null when order.CurrentCheckout is { State: CheckoutState.Failed } => $"{OrderSentences.ToBuyer(order)} {StillOpen(order)}",
            null => $"Nothing has been charged. {StillOpen(order)}",
            _ when isPaying || order.Request == RequestState.Accepted => OrderSentences.ToBuyer(order),
            { } refusal => refusal.Detail,
        };
    }

    private static string StillOpen(Order order) =>
        "You can pay until "
            + $"{RequestTransitions.EndsAt(order).UtcDateTime.ToString("d MMMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)}: go "
            + "back to the chat to do so.";

    private static string Lines(Order order)
    {
        var rows = new StringBuilder("<table>");
        foreach (var line in order.Lines)
            Row(rows, $"{line.Quantity} × {line.Description}", line.UnitPrice * line.Quantity);
        if (order.Shipping.MinorUnits > 0)
            Row(rows, "Shipping", order.Shipping);
        if (order.Tax.MinorUnits > 0)
            Row(rows, "Tax", order.Tax);
        Row(rows, "Total", order.Total);
        return rows.Append("</table>").ToString();
    }

    private static void Row(StringBuilder rows, string what, Money amount) =>
        rows.Append("<tr><td>")
            .Append(WebUtility.HtmlEncode(what))
            .Append("</td><td>")
            .Append(WebUtility.HtmlEncode(amount.ToString()))
            .Append("</td></tr>");

    /// <summary>Where the form's answer may send the browser: browsers hold <c>form-action</c> against redirects too. PayPal's API is at
    /// api-m.paypal.com, its approval page at www.paypal.com; a stand-in has both at one origin.</summary>
    internal static string ApprovalSources(Uri api) => api.Host.EndsWith(".paypal.com", StringComparison.OrdinalIgnoreCase)
        ? "https://*.paypal.com"
        : api.GetLeftPart(UriPartial.Authority);
}
