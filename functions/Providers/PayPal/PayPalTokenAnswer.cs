namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The answer of <c>POST /v1/oauth2/token</c>.</summary>
/// <param name="AccessToken">To be sent as <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds from the request on.</param>
public sealed record PayPalTokenAnswer(string AccessToken, long ExpiresIn)
{
    /// <summary>A record would print its token.</summary>
    public override string ToString() => nameof(PayPalTokenAnswer);
}
