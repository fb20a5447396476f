using System.Security.Cryptography;
using System.Text.Json;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>The seller requests a payment in a conversation: creates the order and starts its orchestration. The order's id is
/// derived from caller and idempotency key, so that a repeat finds the order of the first request.</summary>
public sealed class RequestPayment(
    ConversationStore conversations,
    SellerStore sellers,
    OrderStore orders,
    EndRequest end,
    IOptions<OrderTerms> terms,
    TimeProvider time)
{
    [Function(nameof(RequestPayment))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/conversations/{conversationId}/payment-requests")]
            HttpRequest http,
        [DurableClient] DurableTaskClient orchestrations,
        string conversationId,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var key = IdempotencyKey.Of(http);
        var id = Ids.Derived("ord", caller.Subject, key);
        // The two look-ups are independent, so they run concurrently.
        var (finding, knowing) = (
            conversations.FindAsync(conversationId, cancellationToken), sellers.FindAsync(caller.SellerId, cancellationToken));
        await Task.WhenAll(finding, knowing);
        if (await finding is not { } conversation || conversation.SellerId != caller.SellerId)
            throw Problems.NotFound("conversation");
        var body = await Body.ReadAsync<PaymentRequest>(http, cancellationToken);

        var hash = HashOf(conversationId, body);
        var seller = await knowing;
        // A repeat is detected when the order is written, if no other check comes before that.
        var maySell = seller?.MaySell(time.GetUtcNow()) == true;
        if ((!maySell || body.Replaces is not null) && await orders.FindAsync(id, cancellationToken) is { } made)
            return Answer(made.Order, hash, caller);
        if (seller is null || !maySell)
            throw Problems.Refused(
                "seller-not-active",
                "Payment requests need an active seller account: GET /api/v1/sellers/me says what is missing.");

        var order = OrderOf(body, id, conversation, seller, hash);
        if (body.Replaces is { } replaced)
            await CancelAsync(replaced, order, cancellationToken);
        var change = new OrderChange(order)
        {
            Events = [new(OrderEventType.PaymentRequested, order.Total)],
            Starts = [new OrchestrationStart(OrderOrchestrations.Order, order.Id)],
        };
        if (!await orders.CreateAsync(change, cancellationToken, new AfterCommit { Orchestrations = orchestrations }))
            order = (await orders.GetAsync(id, cancellationToken)).Order;
        return Answer(order, hash, caller);
    }

    private Order OrderOf(PaymentRequest body, string id, Conversation conversation, Seller seller, string hash)
    {
        var now = time.GetUtcNow();
        var sum = body.Check(terms.Value);
        return new Order
        {
            Id = id,
            ConversationId = conversation.Id,
            SellerId = conversation.SellerId,
            BuyerId = conversation.BuyerId,
            Lines = sum.Lines,
            Shipping = sum.Shipping,
            Tax = sum.Tax,
            Kind = body.Kind,
            Terms = terms.Value with { ReserveBasisPoints = seller.ReserveBasisPoints ?? terms.Value.ReserveBasisPoints },
            SentAt = now,
            ExpiresAt = now + (body.ExpiresInMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : terms.Value.RequestExpiresAfter),
            RequestHash = hash,
            Replaces = body.Replaces,
        };
    }

    // Cancelled before the new one is written: the buyer can pay at most one of the two. After a crash in between, a repeat of the
    // request writes the new one.
    private async Task CancelAsync(string replaced, Order by, CancellationToken cancellationToken)
    {
        if (!Ids.HasForm(replaced, "ord") || await orders.FindAsync(replaced, cancellationToken) is not { } found
            || found.Order.SellerId != by.SellerId || found.Order.ConversationId != by.ConversationId)
            throw Problems.Refused("replaces-unknown", "'replaces' names no payment request of this conversation.", "replaces");

        await end.RunAsync(replaced, old => RequestTransitions.Replace(old, by.Id), cancellationToken);
    }

    private IResult Answer(Order order, string hash, Caller caller) =>
        order.RequestHash == hash
            ? Answers.Created($"/api/v1/orders/{order.Id}", OrderView.For(order, caller, time.GetUtcNow()))
            : throw Problems.Refused(
                "idempotency-key-reused",
                "This Idempotency-Key was used for another payment request: use a new one.",
                "Idempotency-Key");

    private static string HashOf(string conversationId, PaymentRequest body) =>
        Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { conversationId, body }, ChatPayJson.Stored)));
}
