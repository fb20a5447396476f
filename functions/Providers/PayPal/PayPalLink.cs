namespace ChatPay.Functions.Providers.PayPal;

/// <summary>A link in a response.</summary>
public sealed record PayPalLink(Uri Href, string Rel);
