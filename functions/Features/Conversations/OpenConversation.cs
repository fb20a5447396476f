using ChatPay.Functions.Platform.Audit;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A buyer opens a conversation with a seller, or finds the existing one.</summary>
public sealed class OpenConversation(ConversationStore conversations, SellerStore sellers, TimeProvider time)
{
    /// <param name="SellerId"><c>sel-…</c></param>
    public sealed record Request(string SellerId);

    [Function(nameof(OpenConversation))]
    [Unaudited("the conversation itself is the record")]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/conversations")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var sellerId = (await Body.ReadAsync<Request>(http, cancellationToken)).SellerId;
        var id = Conversation.IdOf(caller.BuyerId, sellerId);
        if (await conversations.FindAsync(id, cancellationToken) is { } open)
            return Answers.Ok(ConversationView.For(open, Author.Buyer));

        if (sellerId == caller.SellerId)
            throw Problems.Refused("conversation-with-oneself", "This seller is you: a conversation takes two.", "sellerId");
        if (!Ids.HasForm(sellerId, "sel")
            || await sellers.FindAsync(sellerId, cancellationToken) is not { } seller
            || !seller.MaySell(time.GetUtcNow()))
            throw Problems.Refused(
                "seller-not-active",
                "There is no such seller, or they cannot sell now: check the sellerId.",
                "sellerId");

        var opened = await conversations.OpenAsync(
            new Conversation
            {
                Id = id,
                BuyerId = caller.BuyerId,
                SellerId = sellerId,
                SellerName = seller.BusinessName,
                OpenedAt = time.GetUtcNow(),
            },
            cancellationToken);
        return Answers.Created($"/api/v1/conversations/{id}/messages", ConversationView.For(opened, Author.Buyer));
    }
}
