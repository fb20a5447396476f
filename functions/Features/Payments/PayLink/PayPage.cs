using System.Globalization;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The page behind a pay link: what to pay, to whom, and the state of the order.</summary>
public sealed class PayPage(
    SellerStore sellers,
    ConversationStore conversations,
    OrderStore orders,
    PayLinks links,
    IOptions<PayPalOptions> payPal,
    TimeProvider time)
{
    /// <param name="http">The request; its response gets the headers of the page.</param>
    /// <param name="token">The token of the link.</param>
    /// <param name="order">The order to pay.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IResult> OfAsync(HttpContext http, string token, Order order, CancellationToken cancellationToken) =>
        OfAsync(http, token, order, PayNotice.None, cancellationToken);

    /// <param name="http">The request; its response gets the headers of the page.</param>
    /// <param name="token">The token of the link.</param>
    /// <param name="order">The order to pay.</param>
    /// <param name="notice">What else to say.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<IResult> OfAsync(
        HttpContext http,
        string token,
        Order order,
        PayNotice notice,
        CancellationToken cancellationToken)
    {
        var words = PageWords.For(http.Request, "pay");
        var state = notice.State ?? PayStates.Of(order, time.GetUtcNow());
        var (knowing, chatting, renewing) = (
            sellers.FindAsync(order.SellerId, cancellationToken),
            ChatAsync(order, cancellationToken),
            state == PayState.Replaced ? NewerAsync(order, cancellationToken) : Task.FromResult<Uri?>(null));
        await Task.WhenAll(knowing, chatting, renewing);
        var seller = (await knowing)?.BusinessName ?? words.Text("the-seller");
        var sight = new PaySight(words, order, state, seller, $"/pay/{token}")
        {
            Notice = notice.Of(words),
            Chat = await chatting,
            Newer = await renewing,
        };
        return PlainPage.Of(http, new PageContent(words, words.Text("title", ("seller", seller)), sight.Html())
        {
            Status = notice.Status,
            Look = "narrow",
            Script = "pay.js",
            FormTargets = state.CanPay() ? ApprovalSources(payPal.Value.BaseUrl!) : "",
            Attributes = string.Create(
                CultureInfo.InvariantCulture,
                $" data-address=\"/pay/{token}\" data-state=\"{EnumNames.Of(state)}\" data-live=\"{LiveOf(state)}\""),
        });
    }

    // The polling interval in milliseconds.
    private static int LiveOf(PayState state) => state switch
    {
        PayState.Confirming or PayState.Processing or PayState.EndedWhilePaying => 1_000,
        PayState.Cancelled or PayState.Declined or PayState.Expired or PayState.Replaced or PayState.Refunded => 20_000,
        _ => 4_000,
    };

    /// <summary>The conversation's page; null when the buyer writes elsewhere.</summary>
    private async Task<string?> ChatAsync(Order order, CancellationToken cancellationToken) =>
        await conversations.FindAsync(order.ConversationId, cancellationToken) is { IsOnInstagram: false } conversation
            ? $"/chat/{conversation.Id}"
            : null;

    /// <summary>The link of the request that replaced this one.</summary>
    private async Task<Uri?> NewerAsync(Order order, CancellationToken cancellationToken) =>
        order.ReplacedBy is { } id
        && await orders.FindAsync(id, cancellationToken) is { Order: var newer }
        && newer.BuyerId == order.BuyerId
            ? await links.PayAsync(newer, cancellationToken)
            : null;

    /// <summary>The origins to which the form's response may redirect: browsers apply <c>form-action</c> to redirects too. PayPal's
    /// API is at api-m.paypal.com, its approval page at www.paypal.com; a simulator has both at one origin.</summary>
    internal static string ApprovalSources(Uri api) => api.Host.EndsWith(".paypal.com", StringComparison.OrdinalIgnoreCase)
        ? "https://*.paypal.com"
        : api.GetLeftPart(UriPartial.Authority);
}
