using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Opens the caller's business account. There is one per caller: a repeat returns the existing account.</summary>
public sealed partial class RegisterSeller(SellerStore sellers, SellerAnswers answers, TimeProvider time)
{
    private const int MaxNameLength = 100;

    [Function(nameof(RegisterSeller))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<SellerRegistration>(request, cancellationToken);
        var seller = Check(body, Caller.Of(request.HttpContext).SellerId, time.GetUtcNow());
        if (await sellers.CreateAsync(seller, cancellationToken) is { } created)
            return answers.Created(created);

        var there = await sellers.GetAsync(seller.Id, cancellationToken);
        return Same(there.Seller, seller)
            ? answers.Ok(there)
            : throw Problems.Conflict("seller-exists", "You have registered before, with other data: GET /api/v1/sellers/me shows it.");
    }

    internal static Seller Check(SellerRegistration body, string sellerId, DateTimeOffset now)
    {
        var faults = new FieldFaults();
        var name = Texts.Require(body.BusinessName, "businessName", MaxNameLength, faults);
        if (body.AccountType != AccountType.Business)
            faults.Refused(
                "account-type-refused",
                "Only business accounts can sell: register with accountType 'business'.",
                "accountType");
        if (body.Country != "US")
            faults.Refused("country-refused", "Sellers in the United States only, for now: country 'US'.", "country");
        CheckMerchantId(body.PayPalMerchantId, faults);
        var language = body.Language is { } tag ? SetLanguage.Check(tag, faults) : null;
        faults.ThrowIfAny();
        return new Seller
        {
            Id = sellerId,
            BusinessName = name,
            Country = body.Country,
            PayPalMerchantId = body.PayPalMerchantId,
            Language = language,
            CreatedAt = now,
        };
    }

    internal static void CheckMerchantId(string id, FieldFaults faults)
    {
        if (!MerchantId().IsMatch(id))
            faults.Malformed(
                "paypal-merchant-id-invalid",
                "This is no PayPal merchant id: it has 13 capital letters and digits, without 0, 1, I and O (PayPal: Account settings, "
                    + "Business information).",
                "payPalMerchantId");
    }

    private static bool Same(Seller a, Seller b) =>
        (a.BusinessName, a.Country, a.PayPalMerchantId) == (b.BusinessName, b.Country, b.PayPalMerchantId);

    // The pattern of payer_id and merchant_id in PayPal's published OpenAPI descriptions.
    [GeneratedRegex(@"^[2-9A-HJ-NP-Z]{13}\z")]
    private static partial Regex MerchantId();
}

/// <summary>The body.</summary>
/// <param name="BusinessName">What buyers see.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="AccountType">Must be business.</param>
/// <param name="PayPalMerchantId">The PayPal account that payouts go to.</param>
/// <param name="Language">The language in which ChatPay writes to the seller, a BCP 47 tag: <c>en</c>, <c>it</c> or <c>es</c>;
/// <c>en</c> if it is absent.</param>
public sealed record SellerRegistration(
    string BusinessName, string Country, AccountType AccountType, string PayPalMerchantId, string? Language = null);

/// <summary>The kind of account.</summary>
public enum AccountType { Personal, Business }
