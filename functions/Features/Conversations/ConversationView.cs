using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A conversation as its participants see it.</summary>
/// <param name="Id"><c>cnv-…</c></param>
/// <param name="As">The caller's part in it.</param>
/// <param name="SellerId">The seller's id.</param>
/// <param name="SellerName">The seller's business name.</param>
/// <param name="BuyerId">The buyer's id.</param>
/// <param name="Channel">Where the buyer writes.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="LastMessageAt">UTC; absent until somebody writes.</param>
/// <param name="AnswerableUntil">On Instagram: until when the seller may write, UTC.</param>
/// <param name="ReadOnly">True while another app controls the conversation on Instagram: the seller cannot write here.</param>
/// <param name="Referral">The <c>ref</c> of the link that last brought the buyer on Instagram; for the seller.</param>
public sealed record ConversationView(
    string Id, Author As, string SellerId, string? SellerName, string BuyerId, Channel Channel,
    DateTimeOffset OpenedAt, DateTimeOffset? LastMessageAt, DateTimeOffset? AnswerableUntil, bool? ReadOnly, string? Referral)
{
    internal static ConversationView For(Conversation conversation, Author reader) =>
        new(
            conversation.Id,
            reader,
            conversation.SellerId,
            conversation.SellerName,
            conversation.BuyerId,
            conversation.Channel,
            conversation.OpenedAt,
            reader == Author.Buyer ? conversation.LastForBuyerAt ?? conversation.LastMessageAt : conversation.LastMessageAt,
            MessagingWindow.EndOf(conversation),
            conversation.InStandby ? true : null,
            reader == Author.Seller ? conversation.Referral : null);
}
