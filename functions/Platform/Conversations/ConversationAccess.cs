using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Platform.Conversations;

/// <summary>Who may see a conversation: its two participants. For everyone else it does not exist: 404, never 403.</summary>
public sealed class ConversationAccess(ConversationStore conversations)
{
    /// <summary>The conversation, and the caller's part in it.</summary>
    /// <exception cref="ProblemException">404: there is no such conversation, or it is not the caller's.</exception>
    public async Task<(Conversation Conversation, Author As)> GetAsync(
        Caller caller,
        string conversationId,
        CancellationToken cancellationToken) =>
        await conversations.FindAsync(conversationId, cancellationToken) switch
        {
            { } found when caller.Is(Role.Buyer) && found.BuyerId == caller.BuyerId => (found, Author.Buyer),
            { } found when caller.Is(Role.Seller) && found.SellerId == caller.SellerId => (found, Author.Seller),
            _ => throw Problems.NotFound("conversation"),
        };
}
