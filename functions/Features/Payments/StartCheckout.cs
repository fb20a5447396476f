using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Payments;

/// <summary>Lets the buyer pay: reserves the next checkout, creates the provider's order under its key, and returns where to
/// approve. However often it is called, there is one live checkout (race 3).</summary>
public sealed class StartCheckout(
    OrderStore orders,
    SellerStore sellers,
    BuyerLimit limit,
    PayLinks links,
    PayPalClient payPal,
    TimeProvider time)
{
    /// <summary>The checkout to approve.</summary>
    /// <exception cref="ProblemException">409: the order cannot be paid now; 422: the limit, or the provider, refuses; 503: the
    /// provider has not answered, and the call can be repeated: it uses the same key.</exception>
    /// <param name="orderId">The order to pay.</param>
    /// <param name="language">The language of the page with the button; null when unknown.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Checkout> RunAsync(string orderId, string? language, CancellationToken cancellationToken) =>
        await RunAsync(await orders.GetAsync(orderId, cancellationToken), cancellationToken, language: language);

    /// <summary>Like the other overload, for an order that has just been read.</summary>
    /// <param name="read">The order as read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="orchestrations">The client with which the order is driven at once; null leaves that to a message.</param>
    /// <param name="language">As for the other overload.</param>
    /// <exception cref="ProblemException">As for the other overload.</exception>
    public async Task<Checkout> RunAsync(
        StoredOrder read,
        CancellationToken cancellationToken,
        DurableTaskClient? orchestrations = null,
        string? language = null)
    {
        var order = read.Order;
        if (CheckoutTransitions.Begin(order, time.GetUtcNow()).Refusal is { } early)
            throw Problems.Of(early, OrderStatuses.Of(order));
        if (await sellers.FindAsync(order.SellerId, cancellationToken) is not { } seller || !seller.MaySell(time.GetUtcNow()))
            throw Problems.Refused("seller-not-active", "The seller cannot take payments now: ask in the chat.");

        await limit.ReserveAsync(order, cancellationToken);
        var decided = await orders.ChangeAsync(
            read, o => CheckoutTransitions.Begin(o, time.GetUtcNow(), language), cancellationToken);
        if (decided.Refusal is { } refusal)
        {
            // It has ended meanwhile, and its end released what was not reserved yet.
            if (decided.Order.Request is not (RequestState.Sent or RequestState.Accepted))
                await limit.ReleaseAsync(decided.Order, cancellationToken);
            throw Problems.Of(refusal, OrderStatuses.Of(decided.Order));
        }

        var checkout = decided.Order.CurrentCheckout!;
        return checkout.ProviderOrderId is not null
            ? checkout
            : await orders.TogetherAsync(
                order.Id,
                together => MakeAsync(decided.Stored, checkout, seller, together, cancellationToken),
                cancellationToken,
                new AfterCommit { Orchestrations = orchestrations });
    }

    private async Task<Checkout> MakeAsync(
        StoredOrder read, Checkout checkout, Seller seller, CommitsTogether together, CancellationToken cancellationToken)
    {
        var order = read.Order;
        var key = Checkout.Key(order.Id, checkout.Number);
        try
        {
            var made = await payPal.CreateOrderAsync(
                await RequestAsync(order, checkout.Number, seller, cancellationToken),
                key,
                cancellationToken);
            var approveUrl = made.ApprovalUrl ?? throw new InvalidOperationException($"PayPal's order {made.Id} has no approval link.");
            var decided = await orders.ChangeAsync(
                read, o => CheckoutTransitions.Made(o, checkout.Number, made.Id, approveUrl.AbsoluteUri), cancellationToken, together);
            // The request may have ended while the provider created its order; nobody is sent there then.
            return decided.Order.Checkouts.Single(c => c.Number == checkout.Number) is { ApproveUrl: not null } live
                ? live
                : throw Problems.Conflict(
                    "request-ended",
                    $"{OrderSentences.OfRequest(decided.Order)}: {OrderSentences.WhatToPay(decided.Order)}.",
                    OrderStatuses.Of(decided.Order)).AfterChange();
        }
        catch (PayPalRefusedException e)
        {
            var issue = e.Reason;
            await orders.ChangeAsync(order.Id, o => CheckoutTransitions.Fail(o, checkout.Number, issue), cancellationToken);
            throw Problems.Refused(
                "provider-refused",
                $"PayPal does not accept this payment{PayPalWords.InBrackets(issue)}: ask the seller for a new request.").AfterChange();
        }
    }

    private async Task<PayPalCheckout> RequestAsync(Order order, int k, Seller seller, CancellationToken cancellationToken)
    {
        var (returnUrl, cancelUrl) = await links.BackAsync(order, cancellationToken);
        var items = order.Lines.Select(l => new PayPalCheckoutItem(l.Description, l.Quantity, l.UnitPrice)).ToList();
        if (order.Shipping.MinorUnits > 0)
            items.Add(new PayPalCheckoutItem("Shipping", 1, order.Shipping));
        if (order.Tax.MinorUnits > 0)
            items.Add(new PayPalCheckoutItem("Tax", 1, order.Tax));
        return new PayPalCheckout(
            Checkout.InvoiceId(order, k),
            Checkout.Key(order.Id, k),
            order.Lines[0].Description,
            items,
            order.Kind == FulfilmentKind.Ship,
            returnUrl,
            cancelUrl,
            seller.BusinessName);
    }
}
