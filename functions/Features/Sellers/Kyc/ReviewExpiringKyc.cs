using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Each night: asks again for identity data that has expired, and erases what is due for erasure. None of the data is read
/// for that.</summary>
public sealed class ReviewExpiringKyc(
    DueDays days, SellerStore sellers, IdentityErasures erasures, SellerContacts contacts, Queues queues, IOptions<KycPolicy> policy)
{
    private const string Review = "identity-review";

    [Function(nameof(ReviewExpiringKyc))]
    public async Task RunAsync([TimerTrigger("%IdentitySchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await days.EachAsync(IdentityErasures.Purpose, erasures.EraseAsync, cancellationToken);
        await days.EachAsync(Review, ReviewAsync, cancellationToken);
        await days.EachAsync(SellerContacts.Forgetting, contacts.ForgetAsync, cancellationToken);
    }

    /// <summary>Schedules the review of data submitted now.</summary>
    internal static async Task PlanAsync(
        DueDays days,
        KycPolicy policy,
        string sellerId,
        DateTimeOffset validUntil,
        CancellationToken cancellationToken)
    {
        await days.AddAsync(Review, DueDays.DayOf(validUntil.AddDays(-policy.ReviewNoticeDays)), sellerId, cancellationToken);
        await days.AddAsync(Review, DueDays.DayOf(validUntil), sellerId, cancellationToken);
    }

    private async Task ReviewAsync(string sellerId, CancellationToken cancellationToken)
    {
        // Newer data has a schedule of its own.
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { KycReference: not null, KycValidUntil: { } until })
            return;
        var over = DueDays.DayOf(until);
        if (days.Today >= over)
            await TellAsync(new SellerMail(sellerId, SellerMailKind.IdentityExpired));
        else if (days.Today >= over.AddDays(-policy.Value.ReviewNoticeDays))
            await TellAsync(new SellerMail(sellerId, SellerMailKind.IdentityExpiring)
            {
                Date = new DateTimeOffset(over.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            });

        Task TellAsync(SellerMail mail) =>
            queues.SendAsync(
                Queues.OutboundMail,
                new OutboundMail(Seller: mail),
                $"{Review}-{sellerId}-{days.Today:yyyyMMdd}",
                cancellationToken: cancellationToken);
    }
}
