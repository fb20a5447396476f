using System.Net;
using Azure.Data.Tables;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Sellers.PayPalOnboarding;

/// <summary>Reads at PayPal how a seller's account stands, and brings the seller in line with it: an account that takes no money any more stops
/// requests, captures and payouts until it does. The money stays the seller's.</summary>
public sealed class ReadSellerAtPayPal(
    SellerStore sellers, ChatPayTables tables, PayPalClient payPal, IOptions<PayPalOptions> options, TimeProvider time, ILogger<ReadSellerAtPayPal> log)
{
    /// <summary>Of the seller who came through PayPal's page; nothing happens to one who has not.</summary>
    /// <exception cref="PayPalUnavailableException">PayPal cannot be asked now.</exception>
    public async Task OfSellerAsync(string sellerId, CancellationToken cancellationToken)
    {
        var partner = options.Value.MerchantId;
        if (await sellers.FindAsync(sellerId, cancellationToken) is null
            || await payPal.FindMerchantAsync(partner, sellerId, cancellationToken) is not { } merchantId)
            return;
        await tables.Indexes.UpsertEntityAsync(new TableEntity(Partition(merchantId), sellerId), TableUpdateMode.Replace, cancellationToken);
        await TakeAsync(sellerId, merchantId, await StandingAsync(partner, merchantId, cancellationToken), cancellationToken);
    }

    /// <summary>Of all sellers who are paid to this account.</summary>
    /// <exception cref="PayPalUnavailableException">PayPal cannot be asked now.</exception>
    public async Task OfMerchantAsync(string merchantId, CancellationToken cancellationToken)
    {
        var partner = options.Value.MerchantId;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(merchantId)}");
        SellerAtPayPal? standing = null;
        await foreach (var hint in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            standing ??= await StandingAsync(partner, merchantId, cancellationToken);
            await TakeAsync(hint.RowKey, merchantId, standing, cancellationToken);
        }

        if (standing is null)
            log.LogInformation("PayPal tells of the account {MerchantId}, through which no seller has come.", merchantId);
    }

    private Task<StoredSeller> TakeAsync(string sellerId, string merchantId, SellerAtPayPal standing, CancellationToken cancellationToken) =>
        sellers.ChangeAsync(sellerId, seller => SellerTransitions.StandsAtPayPal(seller, merchantId, standing), cancellationToken);

    private async Task<SellerAtPayPal> StandingAsync(string partner, string merchantId, CancellationToken cancellationToken)
    {
        try
        {
            return await payPal.GetMerchantAsync(partner, merchantId, cancellationToken) switch
            {
                { PaymentsReceivable: false } => No("PayPal has limited your account: sign in there and see what it asks for."),
                { PrimaryEmailConfirmed: false } => No("Your mail address is not confirmed at PayPal: open the mail that PayPal has sent you."),
                _ => new SellerAtPayPal(true, null, time.GetUtcNow()),
            };
        }
        catch (PayPalRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return No("You have withdrawn at PayPal what you had allowed ChatPay: go through PayPal's page again.");
        }

        SellerAtPayPal No(string why) => new(false, why, time.GetUtcNow());
    }

    private static string Partition(string merchantId) => "paypal-merchant-" + merchantId;
}
