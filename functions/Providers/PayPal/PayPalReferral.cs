namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of <c>POST /v2/customer/partner-referrals</c>: a seller is sent to PayPal to open or name an account, and to agree
/// that this platform learns its id and state.</summary>
public sealed record PayPalReferralRequest(
    string TrackingId,
    PayPalReferralConfig PartnerConfigOverride,
    IReadOnlyList<PayPalReferralOperation> Operations,
    IReadOnlyList<string> Products,
    IReadOnlyList<PayPalConsent> LegalConsents)
{
    /// <param name="trackingId">Of this seller and way; PayPal gives it back as <c>merchantId</c>.</param>
    /// <param name="returnUrl">Where the seller comes back to; at most 127 characters.</param>
    public static PayPalReferralRequest Of(string trackingId, Uri returnUrl) => new(
        trackingId, new(returnUrl), [PayPalReferralOperation.ToReadTheAccount], ["EXPRESS_CHECKOUT"], [new("SHARE_DATA_CONSENT", true)]);
}

/// <summary>What the platform has other than usual.</summary>
public sealed record PayPalReferralConfig(Uri ReturnUrl);

/// <summary>A consent that the seller has given here.</summary>
public sealed record PayPalConsent(string Type, bool Granted);

/// <summary>What the seller is asked to allow.</summary>
public sealed record PayPalReferralOperation(string Operation, PayPalIntegration ApiIntegrationPreference)
{
    /// <summary>Payments go to the platform and come back as payouts: reading the account is all that is needed of the seller's.</summary>
    public static PayPalReferralOperation ToReadTheAccount { get; } =
        new("API_INTEGRATION", new(new("PAYPAL", "THIRD_PARTY", new(["ACCESS_MERCHANT_INFORMATION"]))));
}

/// <summary>By the REST API.</summary>
public sealed record PayPalIntegration(PayPalRestIntegration RestApiIntegration);

/// <summary>On behalf of the seller.</summary>
public sealed record PayPalRestIntegration(string IntegrationMethod, string IntegrationType, PayPalThirdParty ThirdPartyDetails);

/// <summary>The permissions.</summary>
public sealed record PayPalThirdParty(IReadOnlyList<string> Features);

/// <summary>The answer: where the seller goes.</summary>
public sealed record PayPalReferral(IReadOnlyList<PayPalLink> Links)
{
    /// <summary>The page at PayPal; null when the answer has none.</summary>
    public Uri? ActionUrl => Links.FirstOrDefault(l => l.Rel == "action_url")?.Href;
}
