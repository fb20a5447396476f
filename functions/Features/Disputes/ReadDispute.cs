using System.Net;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Reads a dispute at the provider and records its state. The webhook, the poll of its orchestration and the seller's own
/// steps all end up here.</summary>
public sealed class ReadDispute(
    OrderStore orders,
    OrderSearchIndex search,
    PayPalClient payPal,
    AdoptRefunds adoption,
    OperatorAlerts attention,
    TimeProvider time,
    ILogger<ReadDispute> log)
{
    /// <summary>The activity's name in the histories of disputes under way.</summary>
    public const string Name = "ReadCase";

    /// <summary>The alert for a resolved dispute whose amounts are unknown; its subject is the dispute's key.</summary>
    public const string AmountsMissing = "case-amounts-missing";

    /// <summary>The alert for a dispute that PayPal does not show; its subject is PayPal's id of the dispute.</summary>
    public const string NotShown = "case-not-shown";

    private const string NotBooked = "case-not-booked";
    private const string Look = "Look for the case in PayPal's dashboard, and check there that the app may read disputes. ";

    /// <summary>The poll of the dispute's orchestration. A dispute that is decided here needs no PayPal: its orchestration may be started
    /// again long after its end.</summary>
    /// <param name="key">The key of the dispute, <c>{orderId}-case-{id}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is still open.</returns>
    [Function(Name)]
    public async Task<bool> RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, caseId) = Parse(key);
        if (await orders.FindAsync(orderId, cancellationToken) is { Order: var order } && Of(order, caseId) is { IsOpen: false })
            return false;
        return (await ReadAsync(orderId, caseId, cancellationToken)).Dispute is { IsOpen: true };
    }

    /// <summary>Reads the dispute at PayPal, also one that is decided here, and records it in the order.</summary>
    /// <param name="key">The key of the dispute, <c>{orderId}-case-{id}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when PayPal does not show it and the order does not have it: it has to be read again.</returns>
    public async Task<bool> TakeUpAsync(string key, CancellationToken cancellationToken)
    {
        var (orderId, caseId) = Parse(key);
        return await ReadAsync(orderId, caseId, cancellationToken) is not { Dispute: null, IsShown: false };
    }

    /// <summary>The orders whose payments a dispute is about; none when no payment is ours. If PayPal does not show the dispute, those that
    /// have it already; null when none has: it has to be read again.</summary>
    public async Task<IReadOnlyList<string>?> FindOrdersAsync(string caseId, CancellationToken cancellationToken)
    {
        if (await FindAsync(caseId, cancellationToken) is not { } dispute)
            return await FindOrdersWithAsync(caseId, cancellationToken);
        var found = new List<string>();
        foreach (var transaction in dispute.DisputedTransactions ?? [])
        {
            if (await FindOrderAsync(transaction, cancellationToken) is { } orderId && !found.Contains(orderId))
                found.Add(orderId);
        }

        return found;
    }

    /// <summary>Alerts an operator to a dispute that PayPal does not show and no order has. Once an operator has resolved the alert, only
    /// a later event opens it again.</summary>
    /// <param name="caseId">PayPal's id of it.</param>
    /// <param name="heardAt">When PayPal told of it, UTC; null when it is only listed.</param>
    /// <param name="cancellationToken">Cancels the call; tell again.</param>
    public Task TellOfUnknownAsync(string caseId, DateTimeOffset? heardAt, CancellationToken cancellationToken) => attention.RaiseOnceAsync(
        NotShown,
        caseId,
        $"PayPal has told of case {caseId}, and does not show it: nobody here knows which payment it is about.",
        Look + "The app asks again each night, for half a year, and goes on by itself when PayPal shows it. If the case is about an order "
            + "of yours, block that order's payout (GET /api/v1/ops/orders?payPalId= finds it by the payment; POST "
            + "/api/v1/orders/{orderId}/blocks) until the case is shown here, or settled.",
        orderId: null,
        heardAt,
        cancellationToken);

    private static (string OrderId, string CaseId) Parse(string key) =>
        Dispute.Parse(key) ?? throw new ArgumentException($"'{key}' is not the key of a dispute.", nameof(key));

    private async Task<(Dispute? Dispute, bool IsShown)> ReadAsync(string orderId, string caseId, CancellationToken cancellationToken)
    {
        var dispute = await FindAsync(caseId, cancellationToken);
        var decided = dispute is null
            ? await NoteNotShownAsync(orderId, caseId, cancellationToken)
            : await WriteAsync(orderId, dispute, cancellationToken);
        return (Of(decided.Order, caseId), dispute is not null);
    }

    /// <summary>The dispute as PayPal shows it; null when it does not, or not to this app. Any other refusal is no answer.</summary>
    private async Task<PayPalDispute?> FindAsync(string caseId, CancellationToken cancellationToken)
    {
        try
        {
            var dispute = await payPal.GetDisputeAsync(caseId, cancellationToken);
            await attention.ClearAsync(NotShown, caseId, "PayPal shows the case.", cancellationToken);
            return dispute;
        }
        catch (PayPalRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            log.LogError(e, "PayPal does not show case {CaseId}.", caseId);
            return null;
        }
    }

    private async Task<IReadOnlyList<string>?> FindOrdersWithAsync(string caseId, CancellationToken cancellationToken)
    {
        var found = new List<Order>();
        await foreach (var id in search.ListAsync(OrderSearchIndex.OfPayPal(caseId), after: null, cancellationToken))
        {
            if (await orders.FindAsync(id, cancellationToken) is { Order: var order } && Of(order, caseId) is not null)
                found.Add(order);
        }

        if (found.Count == 0)
            return null;
        // What operators have settled is not theirs again.
        if (found.Where(o => Of(o, caseId) is not { IsOpen: false, ByHand: not null }).MinBy(o => Of(o, caseId) is not { IsOpen: true })
            is { } unsettled)
            await TellNotShownAsync(caseId, unsettled, cancellationToken);
        return [.. found.Select(o => o.Id)];
    }

    /// <summary>Nothing says that the dispute is over: it stays as it is. One that the order does not have yet cannot be booked.</summary>
    private async Task<TransitionResult> NoteNotShownAsync(string orderId, string caseId, CancellationToken cancellationToken)
    {
        var noted = await orders.ChangeAsync(
            orderId, o => DisputeTransitions.NotShown(o, caseId, time.GetUtcNow()), cancellationToken);
        switch (Of(noted.Order, caseId))
        {
            case { IsOpen: true }:
                await TellNotShownAsync(caseId, noted.Order, cancellationToken);
                break;
            case null:
                await BlockUntilShownAsync(noted.Order, caseId, cancellationToken);
                break;
        }

        return noted;
    }

    private Task TellNotShownAsync(string caseId, Order order, CancellationToken cancellationToken) => attention.RaiseAsync(
        NotShown,
        caseId,
        $"Order {order.Id} of seller {order.SellerId}: PayPal does not show case {caseId}. "
            + (Of(order, caseId) is { IsOpen: true } ? "Nothing is paid out for the order meanwhile." : "It was decided before."),
        Look
            + (Of(order, caseId) is { IsOpen: true }
                ? "The app asks again, and goes on by itself when PayPal shows it. "
                : "The app asks again when PayPal tells of it or lists it. ")
            + $"If PayPal has closed it, book what it has cost (POST /api/v1/orders/{order.Id}/cases/{caseId}/settlement with 'lost', "
            + "'fees' and 'reason').",
        order.Id,
        cancellationToken);

    /// <summary>PayPal has told of a dispute of this order and does not show it: nothing is paid out until it does, or until an operator
    /// has looked.</summary>
    private async Task BlockUntilShownAsync(Order order, string caseId, CancellationToken cancellationToken)
    {
        var subject = UnshownOf(order, caseId);
        // A block of an operator's stays as it is: it is not lifted with this one.
        if (order is { Capture.Late: false, ManuallyBlocked: false })
            await adoption.BlockOnceAsync(order.Id, NotBooked, subject, WhyUnshown(caseId), cancellationToken);
        await attention.RaiseOnceAsync(
            NotBooked,
            subject,
            $"PayPal has told of case {caseId}, and does not show it.",
            Look + "A paid order is not paid out until you lift its block. The app asks again each night, for half a year: when PayPal "
                + "shows the case, it is taken up, and the block and this alert go by themselves.",
            order.Id,
            happenedAt: null,
            cancellationToken);
    }

    /// <summary>Takes <see cref="BlockUntilShownAsync"/> back, once the dispute itself holds the payout.</summary>
    private async Task UnblockShownAsync(TransitionResult taken, string caseId, CancellationToken cancellationToken)
    {
        var order = taken.Order;
        // Only what was just taken up or is blocked can have been so before.
        if (taken is { Changed: false, Refusal: null, Order.ManuallyBlocked: false })
            return;
        var subject = UnshownOf(order, caseId);
        if (order.ManuallyBlocked && order.BlockReason == WhyUnshown(caseId))
        {
            var open = (await attention.ListOpenAsync(cancellationToken)).Where(a => a.Kind == NotBooked && a.OrderId == order.Id).ToList();
            // Another precaution needs the block too.
            if (open.Any(a => a.Subject == subject) && open.All(a => a.Subject == subject))
            {
                await orders.ChangeAsync(
                    order.Id,
                    o => o.BlockReason == WhyUnshown(caseId) ? PayoutTransitions.Unblock(o) : Decision.Nothing,
                    cancellationToken);
            }
        }

        await attention.ClearAsync(NotBooked, subject, "PayPal shows the case.", cancellationToken);
    }

    private static string UnshownOf(Order order, string caseId) => Dispute.Key(order.Id, caseId) + "-not-shown";

    private static string WhyUnshown(string caseId) => $"PayPal has case {caseId} about this payment, and does not show it yet.";

    private async Task<string?> FindOrderAsync(PayPalDisputedTransaction transaction, CancellationToken cancellationToken) =>
        Checkout.Parse(transaction.Custom)?.OrderId
        ?? Checkout.OrderOfInvoice(transaction.InvoiceNumber)
        ?? (transaction.SellerTransactionId is { } captureId ? await adoption.FindOrderAsync(captureId, cancellationToken) : null);

    private async Task<TransitionResult> WriteAsync(string orderId, PayPalDispute dispute, CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(
            orderId,
            o => IsOfSecondCharge(o, dispute)
                ? Decision.Nothing
                : DisputeTransitions.Observe(o, ProviderDisputeReader.Read(dispute, o, time.GetUtcNow()), time.GetUtcNow()),
            cancellationToken);
        if (IsOfSecondCharge(decided.Order, dispute))
        {
            await adoption.TellOfSecondChargeAsync(decided.Order, dispute.DisputeId, cancellationToken);
            await UnblockShownAsync(decided, dispute.DisputeId, cancellationToken);
            return decided;
        }

        await TellOfAmountsAsync(decided.Order, dispute.DisputeId, cancellationToken);
        await adoption.TellOfHeardAsync(decided.Order, cancellationToken);
        if (decided.Refusal is { } refusal)
        {
            await TellNotBookedAsync(decided.Order, dispute.DisputeId, refusal, cancellationToken);
            log.LogError(
                "Case {CaseId} of order {OrderId} is not taken over: {Code}. {Detail}",
                dispute.DisputeId, orderId, refusal.Code, refusal.Detail);
        }

        await UnblockShownAsync(decided, dispute.DisputeId, cancellationToken);
        return decided;
    }

    /// <summary>What is disputed there is not booked here: until an operator has looked, nothing is paid out.</summary>
    private async Task TellNotBookedAsync(Order order, string caseId, Refusal refusal, CancellationToken cancellationToken)
    {
        // Told by an earlier version, for the first order of the case: its block may have been lifted since.
        if (await attention.WasRaisedAsync(NotBooked, $"{caseId}-{refusal.Code}", cancellationToken))
            return;
        var subject = $"{Dispute.Key(order.Id, caseId)}-{refusal.Code}";
        if (order.Capture is { Late: false })
            await adoption.BlockOnceAsync(order.Id, NotBooked, subject, "PayPal has a case about this payment.", cancellationToken);
        await attention.RaiseOnceAsync(
            NotBooked,
            subject,
            refusal.Detail,
            "Look at the case at PayPal, and settle it with the seller by hand. A paid order is not paid out until you lift its block.",
            order.Id,
            happenedAt: null,
            cancellationToken);
    }

    /// <summary>Whether it is about a second charge of the buyer, whose money the seller was never given.</summary>
    private static bool IsOfSecondCharge(Order order, PayPalDispute dispute) =>
        order.Disputes.All(c => c.Id != dispute.DisputeId)
        && dispute.DisputedTransactions is { Count: > 0 } disputed
        && disputed.All(t => order.IsOfOtherCapture(t.SellerTransactionId, t.Custom));

    /// <summary>Alerts an operator, for as long as it lasts, that PayPal has resolved a dispute whose cost is unknown.</summary>
    private async Task TellOfAmountsAsync(Order order, string caseId, CancellationToken cancellationToken)
    {
        var key = Dispute.Key(order.Id, caseId);
        if (Of(order, caseId) is { AmountsMissing: true })
        {
            await attention.RaiseAsync(
                AmountsMissing, key,
                $"Order {order.Id} of seller {order.SellerId}: PayPal has resolved case {caseId}, and what it says of the amounts does not "
                    + "agree with the outcome, is missing, or is the sum of several payments. "
                    + (PayoutFacts.HasLeft(order) ? "The payout was sent before." : "The payout waits for it."),
                "Look in PayPal's dashboard what the case has taken, also by a reversal, less what has come back, and book it "
                    + $"(POST /api/v1/orders/{order.Id}/cases/{caseId}/settlement with 'lost', 'fees' and 'reason').",
                order.Id, cancellationToken);
        }
        else
        {
            await attention.ClearAsync(AmountsMissing, key, "The amounts of the case are booked.", cancellationToken);
        }
    }

    private static Dispute? Of(Order order, string caseId) => order.Disputes.FirstOrDefault(c => c.Id == caseId);
}
