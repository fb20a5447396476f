using ChatPay.Functions.Chat.Instagram;
using ChatPay.Functions.Orders;
using ChatPay.Functions.PaymentRequests;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Chat;

/// <summary>Does what a buyer wants of ChatPay, for the buyer's own orders of the conversation. It bears being repeated: the answer to one message
/// is one.</summary>
public sealed class GrantWish(ConversationStore conversations, ConversationOrders orders, EndRequest end)
{
    /// <param name="conversation">Where it was said, by its buyer.</param>
    /// <param name="messageId">What said it.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Conversation conversation, string messageId, BuyerWish wish, CancellationToken cancellationToken)
    {
        var own = await orders.OfAsync(conversation, cancellationToken);
        // What was tapped comes from outside: an order that is not the buyer's own, here, is none.
        var named = own.FirstOrDefault(o => o.Id == wish.OrderId);
        if (wish.Kind == BuyerWishKind.Decline && named is not null && await TryDeclineAsync(named, cancellationToken))
            return;

        var payOrderId = wish.Kind == BuyerWishKind.Pay && named is { Request: RequestState.Sent } ? named.Id : null;
        await conversations.AppendAsync(
            conversation.Id,
            new MessageDraft(MessageSource.ChatPay, $"answer-{messageId}", Author.ChatPay, StatusTexts.For(named is null ? own : [named]))
            {
                Send = conversation.IsOnInstagram ? new PendingSend(payOrderId) : null,
            },
            cancellationToken);
    }

    /// <returns>False when it is too late; a request that is declined tells so by itself.</returns>
    private async Task<bool> TryDeclineAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            await end.RunAsync(order.Id, RequestTransitions.Decline, cancellationToken);
            return true;
        }
        catch (ProblemException e) when (e.Status == 409)
        {
            return false;
        }
    }
}
