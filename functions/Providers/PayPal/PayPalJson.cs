using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>How the records of this folder are serialised: snake case, nulls omitted. A property without a default must be in the
/// response, or the response is malformed; unknown properties are ignored, since PayPal may add some at any time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PayPalMoneyConverter)])]
[JsonSerializable(typeof(PayPalTokenAnswer))]
[JsonSerializable(typeof(PayPalOrderBody))]
[JsonSerializable(typeof(PayPalOrder))]
[JsonSerializable(typeof(PayPalCapture))]
[JsonSerializable(typeof(PayPalRefundRequest))]
[JsonSerializable(typeof(PayPalRefund))]
[JsonSerializable(typeof(PayPalTrackingRequest))]
[JsonSerializable(typeof(PayPalPatch[]))]
[JsonSerializable(typeof(PayPalPayoutRequest))]
[JsonSerializable(typeof(PayPalPayout))]
[JsonSerializable(typeof(PayPalPayoutPage))]
[JsonSerializable(typeof(PayPalPayoutItem))]
[JsonSerializable(typeof(PayPalBalances))]
[JsonSerializable(typeof(PayPalTransactionPage))]
[JsonSerializable(typeof(PayPalDispute))]
[JsonSerializable(typeof(PayPalDisputePage))]
[JsonSerializable(typeof(PayPalEvidenceRequest))]
[JsonSerializable(typeof(PayPalClaimAcceptance))]
[JsonSerializable(typeof(PayPalDisputeAction))]
[JsonSerializable(typeof(PayPalReferralRequest))]
[JsonSerializable(typeof(PayPalReferral))]
[JsonSerializable(typeof(PayPalMerchant))]
[JsonSerializable(typeof(PayPalMerchantLookup))]
[JsonSerializable(typeof(PayPalWebhookRegistration))]
[JsonSerializable(typeof(PayPalWebhookList))]
[JsonSerializable(typeof(PayPalEventTypesPatch[]))]
public sealed partial class PayPalJson : JsonSerializerContext;
