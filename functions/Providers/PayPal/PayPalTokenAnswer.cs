namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The response of <c>POST /v1/oauth2/token</c>.</summary>
/// <param name="AccessToken">The token to send as <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds from the request.</param>
public sealed record PayPalTokenAnswer(string AccessToken, long ExpiresIn)
{
    /// <summary>The generated text would include the token.</summary>
    public override string ToString() => nameof(PayPalTokenAnswer);
}
