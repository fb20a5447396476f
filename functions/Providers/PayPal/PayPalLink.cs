namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A link in an answer.</summary>
public sealed record PayPalLink(Uri Href, string Rel);
