using System.Globalization;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Handles a refusal that concerns more than one message: the account pauses, the seller reconnects, or the operator looks
/// at the app. Pending messages wait meanwhile, and are tried again in time.</summary>
internal sealed class HandleRefusal(
    InstagramLoginClient client,
    SendingPauses pauses,
    LoseInstagramConnection lose,
    OperatorAlerts attention,
    Queues queues,
    TimeProvider time,
    ILogger<HandleRefusal> log)
{
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromHours(1);

    /// <param name="refused">The refusal, of <see cref="RefusalCause.Restricted"/> or <see cref="RefusalCause.Permission"/>.</param>
    /// <param name="conversation">The conversation of the message.</param>
    /// <param name="account">The account that was to send it.</param>
    /// <param name="token">The token that was refused.</param>
    /// <param name="cancellationToken">Cancels the call; it may be repeated.</param>
    /// <exception cref="InstagramLoginUnavailableException">Instagram does not say now whether it accepts the token.</exception>
    public async Task RunAsync(
        InstagramRefusedException refused,
        Conversation conversation,
        InstagramAccount account,
        string token,
        CancellationToken cancellationToken)
    {
        if (refused.Cause == RefusalCause.Restricted)
        {
            await PauseAsync(conversation, account, cancellationToken);
        }
        else if (await client.IsAcceptedAsync(token, cancellationToken))
        {
            log.LogError(refused, "Instagram accepts the token of seller {SellerId}, but not its message.", conversation.SellerId);
            await AlertOperatorAsync(refused, conversation.SellerId, cancellationToken);
            await LookAgainAsync(conversation.Id, time.GetUtcNow() + LookAgainEvery, cancellationToken);
        }
        else
        {
            log.LogWarning(refused, "Instagram does not let us write as seller {SellerId}.", conversation.SellerId);
            await lose.RunAsync(
                conversation.SellerId,
                account.TokenReference,
                InstagramLoss.NotAccepted,
                cancellationToken);
        }
    }

    /// <summary>Schedules another attempt for the conversation when the account's pause is over.</summary>
    public Task WaitForEndAsync(string conversationId, SendingPause pause, CancellationToken cancellationToken) =>
        LookAgainAsync(conversationId, pause.Until, cancellationToken);

    private async Task PauseAsync(Conversation conversation, InstagramAccount account, CancellationToken cancellationToken)
    {
        // The mail first: it is sent once for each restriction, and after a crash rather twice than not at all.
        if (await pauses.FindAsync(account.AccountId, cancellationToken) is null)
        {
            var mail = new SellerMail(conversation.SellerId, SellerMailKind.InstagramRestricted) { Account = account.Username };
            await queues.SendAsync(
                Queues.OutboundMail,
                new OutboundMail(Seller: mail),
                Ids.Derived(
                    "mail",
                    "instagram-restricted",
                    account.AccountId,
                    time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
                cancellationToken: cancellationToken);
        }

        var pause = await pauses.ExtendAsync(account.AccountId, cancellationToken);
        log.LogWarning(
            "Instagram restricts the account of seller {SellerId}: nothing is sent before {Until}.",
            conversation.SellerId,
            pause.Until);
        await LookAgainAsync(conversation.Id, pause.Until, cancellationToken);
    }

    // With a valid token, 200 concerns the app, whichever seller it occurs for: one alert. Other codes concern the seller.
    private Task AlertOperatorAsync(InstagramRefusedException refused, string sellerId, CancellationToken cancellationToken) =>
        refused.Code is >= 200 and < 300
            ? attention.RaiseAsync(
                "instagram-app-access", "app",
                $"Instagram does not let the app message everybody: code {refused.Code}, trace id {refused.TraceId ?? "none"}. Messages "
                    + "wait.",
                "Check the app's review and its access to messages in Meta's dashboard. Sellers have nothing to do; what waits is "
                    + "tried every hour.",
                null, cancellationToken)
            : attention.RaiseAsync(
                "instagram-send-refused", sellerId,
                $"Instagram accepts the token of the seller {sellerId} but refuses messages: code {refused.Code}, trace id "
                    + $"{refused.TraceId ?? "none"}. They wait.",
                "Ask the seller to connect Instagram again and to allow messages; if that does not help, check the app in Meta's "
                    + "dashboard.",
                null, cancellationToken);

    // The id includes the minute, so that the queue's duplicate detection keeps one attempt of several.
    private Task LookAgainAsync(string conversationId, DateTimeOffset at, CancellationToken cancellationToken) => queues.SendAsync(
        Queues.OutboundChat, new OutboundChat(conversationId), $"look-{conversationId}-{at.UtcTicks / TimeSpan.TicksPerMinute}",
        at - time.GetUtcNow(), cancellationToken);
}
