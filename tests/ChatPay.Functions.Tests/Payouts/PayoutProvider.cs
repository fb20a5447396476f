using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatPay.Functions.Providers.PayPal;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>A PayPal with payouts only. Like the real one it executes a <c>sender_batch_id</c> once, and names the first batch in
/// response to a repeat; <c>PayPal-Request-Id</c> has no effect.</summary>
internal sealed class PayoutProvider : HttpMessageHandler, IHttpClientFactory
{
    private readonly Lock _lock = new();

    /// <summary>The accepted batches: our batch id, with the request body.</summary>
    public List<(string BatchId, JsonNode Body)> Accepted { get; } = [];

    public int Calls { get; private set; }

    /// <summary>Returns a refusal of a new batch; null accepts it.</summary>
    public Func<HttpResponseMessage?> Refuse { get; set; } = () => null;

    /// <summary>Delays a batch before it is processed, like a slow network.</summary>
    public Func<Task> Arrives { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether batches are accepted but the responses lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Returns an item's status, by its <c>sender_item_id</c>.</summary>
    public Func<string, string> StatusOf { get; set; } = _ => PayPalPayoutItemStatus.Success;

    public string BatchStatus { get; set; } = PayPalPayoutStatus.Success;

    public IEnumerable<string> ItemIds => Accepted.SelectMany(b => b.Body["items"]!.AsArray()).Select(i => (string)i!["sender_item_id"]!);

    public static HttpResponseMessage Json(HttpStatusCode status, object body) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };

    public static HttpResponseMessage NoFunds() =>
        Json(HttpStatusCode.UnprocessableEntity, new { name = "INSUFFICIENT_FUNDS", debug_id = "d" });

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://provider.example") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (request.RequestUri!.AbsolutePath == "/v1/payments/payouts")
            await Arrives();
        lock (_lock)
        {
            return request.RequestUri.AbsolutePath switch
            {
                "/v1/oauth2/token" => Json(
                    HttpStatusCode.OK,
                    new
                    {
                        access_token = "t",
                        token_type = "Bearer",
                        expires_in = 32_400,
                        scope = "x",
                    }),
                "/v1/reporting/balances" => Json(
                    HttpStatusCode.OK,
                    new
                    {
                        balances = new[] { new { currency = "USD", total_balance = new { currency_code = "USD", value = "100000.00" } } },
                    }),
                "/v1/payments/payouts" => Create(JsonNode.Parse(body)!),
                var path => Show(path[(path.LastIndexOf('/') + 1)..]),
            };
        }
    }

    private HttpResponseMessage Create(JsonNode body)
    {
        Calls++;
        var id = (string)body["sender_batch_header"]!["sender_batch_id"]!;
        if (Accepted.FindIndex(b => b.BatchId == id) is >= 0 and var first)
        {
            return Json(HttpStatusCode.BadRequest, new
            {
                name = "USER_BUSINESS_ERROR",
                debug_id = "d",
                links = new[] { new { href = $"https://provider.example/v1/payments/payouts/PP{first}", rel = "self" } },
            });
        }

        if (Refuse() is { } refusal)
            return refusal;

        Accepted.Add((id, body));
        return LosesAnswers
            ? new HttpResponseMessage(HttpStatusCode.BadGateway)
            : Json(HttpStatusCode.Created, new { batch_header = Header($"PP{Accepted.Count - 1}", PayPalPayoutStatus.Pending) });
    }

    private HttpResponseMessage Show(string id)
    {
        var items = Accepted[int.Parse(id.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)].Body["items"]!.AsArray();
        return Json(HttpStatusCode.OK, new
        {
            batch_header = Header(id, BatchStatus),
            total_items = items.Count,
            total_pages = 1,
            items = items.Select(i => new
            {
                payout_item_id = "I" + (string)i!["sender_item_id"]!,
                payout_batch_id = id,
                payout_item = i,
                transaction_status = StatusOf((string)i["sender_item_id"]!),
                payout_item_fee = new { currency = "USD", value = "0.25" },
            }),
        });
    }

    private static object Header(string id, string status) => new { payout_batch_id = id, batch_status = status };
}
