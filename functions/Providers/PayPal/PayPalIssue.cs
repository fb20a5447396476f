namespace ChatPay.Functions.Providers.PayPal;

/// <summary>One entry of an error's <c>details</c>.</summary>
/// <param name="Issue">The code to branch on (v2), or prose (v1).</param>
/// <param name="Field">The field it is about, as a JSON pointer or path.</param>
public sealed record PayPalIssue(string Issue = "", string? Field = null);
