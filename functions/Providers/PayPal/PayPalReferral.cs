namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of <c>POST /v2/customer/partner-referrals</c>: a seller is sent to PayPal to open or name an account, and to
/// consent to this platform reading its id and state.</summary>
public sealed record PayPalReferralRequest(
    string TrackingId,
    PayPalReferralConfig PartnerConfigOverride,
    IReadOnlyList<PayPalReferralOperation> Operations,
    IReadOnlyList<string> Products,
    IReadOnlyList<PayPalConsent> LegalConsents)
{
    /// <param name="trackingId">The id of this seller and pass; PayPal returns it as <c>merchantId</c>.</param>
    /// <param name="returnUrl">Where the seller returns to; at most 127 characters.</param>
    public static PayPalReferralRequest Of(string trackingId, Uri returnUrl) => new(
        trackingId, new(returnUrl), [PayPalReferralOperation.ToReadTheAccount], ["EXPRESS_CHECKOUT"], [new("SHARE_DATA_CONSENT", true)]);
}

/// <summary>Settings that override the platform's defaults.</summary>
public sealed record PayPalReferralConfig(Uri ReturnUrl);

/// <summary>A consent that the seller has given here.</summary>
public sealed record PayPalConsent(string Type, bool Granted);

/// <summary>A permission that the seller is asked for.</summary>
public sealed record PayPalReferralOperation(string Operation, PayPalIntegration ApiIntegrationPreference)
{
    /// <summary>Payments go to the platform and come back as payouts: all that is needed of the seller's account is to read
    /// it.</summary>
    public static PayPalReferralOperation ToReadTheAccount { get; } =
        new("API_INTEGRATION", new(new("PAYPAL", "THIRD_PARTY", new(["ACCESS_MERCHANT_INFORMATION"]))));
}

/// <summary>Integration by the REST API.</summary>
public sealed record PayPalIntegration(PayPalRestIntegration RestApiIntegration);

/// <summary>Integration on behalf of the seller.</summary>
public sealed record PayPalRestIntegration(string IntegrationMethod, string IntegrationType, PayPalThirdParty ThirdPartyDetails);

/// <summary>The permissions.</summary>
public sealed record PayPalThirdParty(IReadOnlyList<string> Features);

/// <summary>The response: where to send the seller.</summary>
public sealed record PayPalReferral(IReadOnlyList<PayPalLink> Links)
{
    /// <summary>The page at PayPal; null when the response has none.</summary>
    public Uri? ActionUrl => Links.FirstOrDefault(l => l.Rel == "action_url")?.Href;
}
