namespace ChatPay.Functions.Providers.PayPal;

/// <summary>One operation of a JSON patch (RFC 6902).</summary>
public sealed record PayPalPatch(string Op, string Path, string Value);
