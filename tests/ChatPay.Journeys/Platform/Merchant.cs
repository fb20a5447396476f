using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatPay.Local.Simulators.PayPal;

namespace ChatPay.Journeys.Platform;

/// <summary>Another client with the platform's PayPal credentials, which captures behind the app's back.</summary>
internal sealed class Merchant : IDisposable
{
    private readonly HttpClient _http;

#pragma warning disable RS0030 // A client outside of the app.
    public Merchant(PayPalSimulator payPal) => _http = new HttpClient { BaseAddress = payPal.Address };
#pragma warning restore RS0030

    /// <summary>Captures an order; returns the status, 201 on success.</summary>
    public async Task<int> CaptureAsync(string providerOrderId)
    {
        using var capture = new HttpRequestMessage(HttpMethod.Post, $"v2/checkout/orders/{providerOrderId}/capture")
        {
            Content = JsonContent.Create(new { }),
        };
        capture.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        capture.Headers.Add("PayPal-Request-Id", "behind-the-apps-back-" + providerOrderId);
        using var response = await _http.SendAsync(capture);
        return (int)response.StatusCode;
    }

    /// <summary>Creates an order that is unrelated to the app.</summary>
    /// <returns>The provider's id of the order.</returns>
    public async Task<string> MakeOrderAsync(string amount, string customId)
    {
        using var order = new HttpRequestMessage(HttpMethod.Post, "v2/checkout/orders")
        {
            Content = JsonContent.Create(
                new
                {
                    intent = "CAPTURE",
                    purchase_units = new[] { new { custom_id = customId, amount = new { currency_code = "USD", value = amount } } },
                }),
        };
        order.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        using var response = await _http.SendAsync(order);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> TokenAsync()
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/oauth2/token") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("local-client:local-secret")));
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
