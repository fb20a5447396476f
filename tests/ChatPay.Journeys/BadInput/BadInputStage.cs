using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.BadInput;

/// <summary>The targets of bad requests: an unpaid and a paid order of one seller, and people unrelated to them.</summary>
public sealed class BadInputStage : IAsyncLifetime
{
#pragma warning disable RS0030 // A client outside of the app.
    private readonly HttpClient _http = new();
#pragma warning restore RS0030
    private readonly JourneyPlatform _platform = new();

    internal Sale Unpaid { get; private set; } = null!;

    internal Sale Paid { get; private set; } = null!;

    /// <summary>Another seller and buyer, with their own conversation.</summary>
    internal Sale Foreign { get; private set; } = null!;

    /// <summary>A seller who was restricted after the conversation was opened.</summary>
    internal Sale Restricted { get; private set; } = null!;

    /// <summary>A seller who has only registered.</summary>
    internal string UnverifiedSellerId { get; private set; } = "";

    internal Local.LocalPlatform Local => _platform.Local;

    public async ValueTask InitializeAsync()
    {
        await _platform.InitializeAsync();
        Unpaid = await RequestedAsync("unpaid");
        await Unpaid.CheckoutAsync();
        Paid = await RequestedAsync("paid");
        await Paid.ApproveInBrowserAsync(await Paid.CheckoutAsync());
        Foreign = await RequestedAsync("foreign");
        Restricted = await RequestedAsync("restricted");
        Sale.Must(
            await Restricted.Operator.PostAsync(
                $"sellers/{Restricted.SellerId}/restriction",
                new { reason = "A document has to be looked at again." }),
            200);
        var newcomer = _platform.NewSale("newcomer");
        UnverifiedSellerId = Sale.Must(
            await newcomer.Seller.PostAsync(
                "sellers",
                new
                {
                    businessName = "Example Glass",
                    accountType = "business",
                    country = "US",
                    payPalMerchantId = "EXAMPLEGLASS2",
                }),
            201
        )["id"]!;
        await Local.Clock.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    /// <summary>An access token of one of the people here: <c>unpaid-seller</c>, <c>paid-buyer</c>, <c>operator</c>.</summary>
    internal string Token(string subject) => Local.Identity.IssueToken(subject, [subject[(subject.LastIndexOf('-') + 1)..]]);

    /// <summary>Sends a request and reads the problem in its response.</summary>
    internal async Task<Problem> SendAsync(BadRequest bad)
    {
        using var request = new HttpRequestMessage(new HttpMethod(bad.Method), new Uri(Local.Address, "api/v1/" + bad.Path(this)));
        if (bad.Token(this) is { } token)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        if (bad.Key is { } key)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (bad.IfMatch is { } version)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        if ((bad.BodyAt?.Invoke(this) ?? bad.Body) is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(bad.ContentType);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(MediaTypeNames.Application.ProblemJson, response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        return new Problem((int)response.StatusCode, text, document.RootElement.Clone());
    }

    private async Task<Sale> RequestedAsync(string name)
    {
        var sale = _platform.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        return sale;
    }

    /// <summary>A problem response.</summary>
    internal sealed record Problem(int Status, string Text, JsonElement Body)
    {
        public string? this[string name] => Body.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
