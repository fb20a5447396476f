namespace ChatPay.Functions.Payments.PayPal;

/// <summary>A link in an answer.</summary>
internal sealed record PayPalLink(Uri Href, string Rel);
