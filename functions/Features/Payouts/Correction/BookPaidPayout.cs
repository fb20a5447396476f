using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Correction;

/// <summary>An operator names PayPal's item that has paid a payout which is not known here as paid, such as after a restore. PayPal's item
/// decides: it must name this payout and the seller's account, and must be paid. Its amount and fee are booked. A repeat changes
/// nothing.</summary>
public sealed class BookPaidPayout(
    OrderCommands commands, SellerStore sellers, PayPalClient payPal, OperatorAlerts attention, TimeProvider time)
{
    /// <summary>The alert for a payout that PayPal lists and the order does not have; its subject is the payout's key.</summary>
    public const string NotBooked = "payout-not-booked";

    /// <summary>The alert for an item that PayPal calls paid and the order does not; its subject is the item's id.</summary>
    public const string Otherwise = "paid-otherwise";

    private const int MaxItemIdLength = 64;

    /// <param name="PayPalItemId">PayPal's id of the payout item (<c>payout_item_id</c>).</param>
    public sealed record Request(string PayPalItemId);

    [Function(nameof(BookPaidPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/payouts/{generation}/paid-at-paypal")]
            HttpRequest http,
        string orderId,
        string generation,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.BookPaidPayout, cancellationToken);
        IdempotencyKey.Of(http);
        var itemId = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).PayPalItemId, "payPalItemId", MaxItemIdLength);
        var g = PathNumber.Of(generation, "payout");

        var order = command.Order;
        if (!FoundPayout.IsBooked(order, g, itemId))
        {
            if (FoundPayout.BookLeast(order, g, itemId, time.GetUtcNow()).Refusal is { } refusal)
                throw Problems.Of(refusal, OrderStatuses.ForSeller(order));
            var item = await ReadAsync(order, itemId, cancellationToken);
            await VerifyAsync(order, g, item, cancellationToken);
            var fee = item.PayoutItemFee ?? Money.Zero(item.PayoutItem.Amount.Currency);
            order = await command.CommitAsync(
                (o, now) => FoundPayout.Book(o, g, itemId, item.PayoutItem.Amount, fee, now), cancellationToken);
        }

        foreach (var (kind, subject) in new[] { (NotBooked, Payout.Key(orderId, g)), (Otherwise, itemId) })
            await attention.ClearAsync(kind, subject, "The payout is booked as paid.", command.Caller.Subject, cancellationToken);
        return command.Answer(order);
    }

    private async Task<PayPalPayoutItem> ReadAsync(Order order, string itemId, CancellationToken cancellationToken)
    {
        try
        {
            return await payPal.GetPayoutItemAsync(itemId, cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            throw NotPaid(order, $"PayPal does not show item {itemId}{PayPalWords.InBrackets(e.Reason)}.");
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            throw Problems.Unavailable("PayPal");
        }
    }

    /// <summary>The operator may have mistaken the item: what PayPal says of it decides.</summary>
    private async Task VerifyAsync(Order order, int g, PayPalPayoutItem item, CancellationToken cancellationToken)
    {
        var key = Payout.Key(order.Id, g);
        if (item.PayoutItem.SenderItemId != key)
            throw NotPaid(order, $"PayPal's item {item.PayoutItemId} is not for {key}.");
        if (item.TransactionStatus != PayPalPayoutItemStatus.Success)
        {
            throw NotPaid(
                order,
                $"PayPal says {item.TransactionStatus ?? "nothing"} of the item: it is booked once it is paid, and if it comes back, it "
                    + "was not paid.");
        }

        if (item.PayoutItem.Amount.Currency != order.Terms.Currency || item.PayoutItem.Amount.MinorUnits <= 0)
            throw NotPaid(order, $"PayPal's item is about {item.PayoutItem.Amount}, and the order is in {order.Terms.Currency}.");
        // A mail address is not shown.
        if (await sellers.FindAsync(order.SellerId, cancellationToken) is not { } seller
            || seller.PayPalMerchantId != item.PayoutItem.Receiver)
        {
            throw NotPaid(
                order,
                "PayPal's item has paid another account than the seller's present one. If the seller had named that one since the export, "
                    + "have the seller name it again.");
        }
    }

    private static ProblemException NotPaid(Order order, string why) =>
        Problems.Conflict("payout-not-paid", why, OrderStatuses.ForSeller(order));
}
