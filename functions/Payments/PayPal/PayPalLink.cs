namespace ChatPay.Functions.Payments.PayPal;

/// <summary>A link in an answer.</summary>
public sealed record PayPalLink(Uri Href, string Rel);
