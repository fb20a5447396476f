using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>An issued bearer token.</summary>
internal sealed record AccessToken(DateTimeOffset Expires);

/// <summary><c>POST /v1/oauth2/token</c> (Basic, client_credentials), and the validation of its tokens.</summary>
internal static class Tokens
{
    // PayPal's value: nine hours.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(32400);

    public static ApiAnswer Issue(PayPalTransaction transaction, ApiCall call)
    {
        if (!IsClient(call.Http.Request, transaction.Options))
            return Refuse(401, "invalid_client", "Client authentication failed");
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.RawBody));
        if (!form.TryGetValue("grant_type", out var grant) || grant != "client_credentials")
            return Refuse(400, "unsupported_grant_type", "The grant type is not supported");

        var token = "A21AA" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '-').Replace('/', '_');
        transaction.Connection.Save(token, new AccessToken(transaction.Now + Lifetime));
        return new ApiAnswer(200, new JsonObject
        {
            ["scope"] = "https://uri.paypal.com/services/payments/payment https://uri.paypal.com/payments/payouts",
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["app_id"] = "APP-" + transaction.Options.MerchantId,
            ["expires_in"] = (long)Lifetime.TotalSeconds,
            ["nonce"] = $"{PayPalTransaction.Time(transaction.Now)}{transaction.NewId()}",
        });
    }

    /// <exception cref="PayPalRefusal">The token is missing, unknown or expired.</exception>
    public static void Demand(PayPalTransaction transaction, HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || transaction.Connection.Find<AccessToken>(header["Bearer ".Length..].Trim()) is not { } token
            || transaction.Now >= token.Expires)
            throw PayPalRefusal.Unauthenticated();
    }

    private static bool IsClient(HttpRequest request, PayPalSimulatorOptions options)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}"));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()),
            Encoding.UTF8.GetBytes(expected));
    }

    private static ApiAnswer Refuse(int status, string error, string description) =>
        new(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
