using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>Reads the state of a seller's account at PayPal, and updates the seller: an account that cannot receive money stops
/// requests, captures and payouts until it can. The money stays the seller's.</summary>
public sealed class ReadSellerAtPayPal(
    SellerStore sellers,
    SellerNotices notices,
    ChatPayTables tables,
    DueDays days,
    PayPalClient payPal,
    IOptions<PayPalOptions> options,
    IOptions<SellerTerms> terms,
    TimeProvider time,
    ILogger<ReadSellerAtPayPal> log)
{
    /// <summary>The purpose under which the next reading of an account that cannot receive money is scheduled.</summary>
    internal const string Limited = "paypal-limited";

    /// <summary>Reads the seller of this pass through PayPal's page. The account named there is paid from now on if the seller's
    /// row has that pass open; otherwise only the state of the current receiver account is updated.</summary>
    /// <exception cref="PayPalUnavailableException">PayPal cannot be reached now.</exception>
    public async Task OfReferralAsync(string trackingId, CancellationToken cancellationToken)
    {
        var partner = options.Value.MerchantId;
        var (sellerId, number) = PayPalReferralProgress.Parse(trackingId) ?? (trackingId, 0);
        if (!Ids.HasForm(sellerId, "sel") || await sellers.FindAsync(sellerId, cancellationToken) is not { } before
            || await payPal.FindMerchantAsync(partner, trackingId, cancellationToken) is not { } merchantId)
            return;
        await tables.Indexes.UpsertEntityAsync(
            new TableEntity(Partition(merchantId), sellerId),
            TableUpdateMode.Replace,
            cancellationToken);
        var standing = await StandingAsync(partner, merchantId, cancellationToken);
        await PlanAsync(sellerId, standing, cancellationToken);
        var (now, coolingOff) = (time.GetUtcNow(), terms.Value.ReceiverCoolingOff);
        if (Named(before).ReceiverChangedAt == now)
            await notices.EnqueueReceiverChangedAsync(sellerId, merchantId, now, now + coolingOff, cancellationToken);
        await sellers.ChangeAsync(
            sellerId,
            seller => SellerTransitions.UpdatePayPalStatus(Named(seller), merchantId, standing),
            cancellationToken);

        Seller Named(Seller seller) => SellerTransitions.EndReferral(seller, number, merchantId, now, coolingOff);
    }

    /// <summary>Reads all sellers who are paid to this account. The index names the candidates; their rows decide.</summary>
    /// <exception cref="PayPalUnavailableException">PayPal cannot be reached now.</exception>
    public async Task OfMerchantAsync(string merchantId, CancellationToken cancellationToken)
    {
        var partner = options.Value.MerchantId;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(merchantId)}");
        SellerAtPayPal? standing = null;
        await foreach (var hint in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            standing ??= await StandingAsync(partner, merchantId, cancellationToken);
            var known = standing;
            await PlanAsync(hint.RowKey, known, cancellationToken);
            await sellers.ChangeAsync(
                hint.RowKey,
                seller => SellerTransitions.UpdatePayPalStatus(seller, merchantId, known),
                cancellationToken);
        }

        if (standing is null)
            log.LogInformation("PayPal reports on the account {MerchantId}, which no seller was onboarded with.", merchantId);
    }

    // Before the row says so: a crash in between costs one reading.
    private Task PlanAsync(string sellerId, SellerAtPayPal standing, CancellationToken cancellationToken) => standing.CanBePaid
        ? Task.CompletedTask
        : days.AddAsync(Limited, days.Today.AddDays(1), sellerId, cancellationToken);

    /// <exception cref="PayPalRefusedException">PayPal refuses this platform, whatever the seller has allowed.</exception>
    private async Task<SellerAtPayPal> StandingAsync(string partner, string merchantId, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        try
        {
            return await payPal.GetMerchantAsync(partner, merchantId, cancellationToken) switch
            {
                { PaymentsReceivable: false } => No("PayPal has limited your account: sign in there and see what it asks for."),
                { PrimaryEmailConfirmed: false } => No(
                    "Your mail address is not confirmed at PayPal: open the mail that PayPal has sent you."),
                _ => new SellerAtPayPal(true, null, askedAt),
            };
        }
        catch (PayPalRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // PayPal refuses in the same words a platform that may not read any account. It then refuses a search too.
            if (e.Status == HttpStatusCode.Forbidden)
                await payPal.FindMerchantAsync(partner, merchantId, cancellationToken);
            return No("You have withdrawn at PayPal what you had allowed ChatPay: go through PayPal's page again.");
        }

        SellerAtPayPal No(string why) => new(false, why, askedAt);
    }

    private static string Partition(string merchantId) => "paypal-merchant-" + merchantId;
}
