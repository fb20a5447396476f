using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The caller's conversations, the newest first. A caller who both buys and sells chooses with <c>?as=buyer</c>.</summary>
public sealed class ListConversations(ConversationIndex index, ConversationStore conversations)
{
    [Function(nameof(ListConversations))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    [Query("as", "The role of a caller who both buys and sells.", Values = ["buyer", "seller"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/conversations")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var reader = ReaderOf(http, caller);
        var limit = Paging.Limit(http);
        var places = await index.ListAsync(
            reader == Author.Seller ? caller.SellerId : caller.BuyerId, Paging.Place(http), limit, cancellationToken);

        var found = await Task.WhenAll(places.Select(entry => conversations.FindAsync(entry.ConversationId, cancellationToken)));
        var items = found.Zip(places)
            // An entry is a hint: one left by an attempt that lost has another position than its conversation.
            .Where(pair => pair.First is { } conversation && ConversationIndex.Row(conversation) == pair.Second.Place)
            .Select(pair => ConversationView.For(pair.First!, reader))
            .ToList();
        var next = places.Count == limit ? Paging.Cursor(places[^1].Place) : null;
        return Answers.OkUnlessKnown(http, new Page<ConversationView>(items, next));
    }

    private static Author ReaderOf(HttpRequest http, Caller caller) => http.Query["as"].ToString() switch
    {
        "seller" when caller.Is(Role.Seller) => Author.Seller,
        "buyer" when caller.Is(Role.Buyer) => Author.Buyer,
        "" => caller.Is(Role.Seller) ? Author.Seller : Author.Buyer,
        _ => throw Problems.Malformed("as-invalid", "'as' is buyer or seller, as far as your token lets you be one.", "as"),
    };
}
