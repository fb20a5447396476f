using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>An operator rebuilds an order's entries in every index: the lists of its buyer and seller, the seller's statements, the
/// deadlines, the debts, the due payouts, the movements of a day. They are written from the order and its ledger, which do not
/// change. A repeat changes nothing.</summary>
public sealed class RebuildOrderIndexes(
    OrderAccess access,
    OrderStore orders,
    ConversationStore conversations,
    ConversationIndex conversationLists,
    TimeProvider time)
{
    [Function(nameof(RebuildOrderIndexes))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/index-rebuild")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var conversationId = (await access.ToReadAsync(caller, orderId, cancellationToken)).Order.ConversationId;
        if (await conversations.FindAsync(conversationId, cancellationToken) is { } conversation)
            await conversationLists.AddAsync(conversation, cancellationToken);
        return Answers.Ok(OrderView.For(await orders.RebuildIndexesAsync(orderId, cancellationToken), caller, time.GetUtcNow()));
    }
}
