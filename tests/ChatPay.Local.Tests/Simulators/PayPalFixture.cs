using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Local.Clock;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Web;

namespace ChatPay.Local.Tests.Simulators;

/// <summary>A webhook as received.</summary>
public sealed record ReceivedWebhook(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A PayPal simulator on a clock that stands still, a client, and a receiver of webhooks.</summary>
public sealed class PayPalFixture : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "chatpay-paypal-" + Path.GetRandomFileName());
    private readonly LoopbackServer _receiver;
    private HttpClient _http = null!;

    private PayPalFixture(LocalClock clock, LoopbackServer receiver, ConcurrentQueue<ReceivedWebhook> received, Answers answers)
    {
        Clock = clock;
        _receiver = receiver;
        Received = received;
        Receiver = answers;
    }

    public sealed class Answers
    {
        /// <summary>The statuses of the next responses; 200 when empty.</summary>
        public ConcurrentQueue<int> Next { get; } = [];

        public int Otherwise { get; set; } = 200;
    }

    public LocalClock Clock { get; }

    public Answers Receiver { get; }

    public ConcurrentQueue<ReceivedWebhook> Received { get; }

    public PayPalSimulator PayPal { get; private set; } = null!;

    public HttpClient Http => _http;

    public static async Task<PayPalFixture> StartAsync(long startingBalance = 0)
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero) });
        var received = new ConcurrentQueue<ReceivedWebhook>();
        var answers = new Answers();
        var receiver = await LoopbackServer.StartAsync("receiver", 0, clock, async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            received.Enqueue(new ReceivedWebhook(
                body.ToArray(), http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            http.Response.StatusCode = answers.Next.TryDequeue(out var status) ? status : answers.Otherwise;
        });
        var fixture = new PayPalFixture(clock, receiver, received, answers);
        await fixture.OpenAsync(startingBalance);
        return fixture;
    }

    public async Task OpenAsync(long startingBalance = 0)
    {
        PayPal = await PayPalSimulator.StartAsync(new PayPalSimulatorOptions
        {
            DataFile = Path.Combine(_folder, "simulators.db"),
            Clock = Clock,
            WebhookUrl = _receiver.Address,
            StartingBalance = startingBalance,
        });
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = PayPal.Address };
        var token = await SendAsync(HttpMethod.Post, "v1/oauth2/token", r =>
        {
            r.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("local-client:local-secret"u8));
            r.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)token.Json["access_token"]!);
    }

    /// <summary>Restarts the simulator on the same file.</summary>
    public async Task ReopenAsync()
    {
        _http.Dispose();
        await PayPal.DisposeAsync();
        await OpenAsync();
    }

    public sealed record Answer(int Status, JsonNode Json)
    {
        public string? Issue => (string?)Json["details"]?[0]?["issue"];

        public string? Name => (string?)Json["name"];
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(method, path);
        prepare?.Invoke(request);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Check(method, path, (int)response.StatusCode, text);
        return new Answer((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>The known responses that deviate from the published description.</summary>
    private static bool IsKnownDeviation(string text) =>
        // The description lists no issue for a key reused with another body.
        text.Contains("DUPLICATE_REQUEST_ID", StringComparison.Ordinal);

    private static void Check(HttpMethod method, string path, int status, string text)
    {
        if (PayPalContract.Published.Value is { } contract && !IsKnownDeviation(text))
            Assert.Empty(contract.Differences(method.Method, path, status, text));
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, JsonNode? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, r =>
    {
        if (key is not null)
            r.Headers.Add("PayPal-Request-Id", key);
        r.Headers.Add("Prefer", "return=representation");
        r.Content = body is null ? new StringContent("", Encoding.UTF8, "application/json") : JsonContent.Create(body);
    });

    public Task<Answer> CreateAsync(string order, string key, string value = "100.00") =>
        PostAsync("v2/checkout/orders", OrderRequest(order, value), key);

    public static JsonObject OrderRequest(string order, string value) => new()
    {
        ["intent"] = "CAPTURE",
        ["purchase_units"] = new JsonArray(new JsonObject
        {
            ["reference_id"] = order,
            ["description"] = "Two mugs",
            ["custom_id"] = $"{order}-checkout-1",
            ["invoice_id"] = order,
            ["amount"] = new JsonObject
            {
                ["currency_code"] = "USD",
                ["value"] = value,
                ["breakdown"] = new JsonObject { ["item_total"] = new JsonObject { ["currency_code"] = "USD", ["value"] = value } },
            },
            ["items"] = new JsonArray(new JsonObject
            {
                ["name"] = "Mugs",
                ["quantity"] = "1",
                ["unit_amount"] = new JsonObject { ["currency_code"] = "USD", ["value"] = value },
            }),
        }),
        ["payment_source"] = new JsonObject
        {
            ["paypal"] = new JsonObject
            {
                ["experience_context"] = new JsonObject
                {
                    ["return_url"] = "http://127.0.0.1:7071/paid?order=1",
                    ["cancel_url"] = "http://127.0.0.1:7071/cancelled",
                    ["user_action"] = "PAY_NOW",
                    ["shipping_preference"] = "GET_FROM_FILE",
                    ["payment_method_preference"] = "IMMEDIATE_PAYMENT_REQUIRED",
                },
            },
        },
    };

    /// <summary>Creates, approves and captures an order; returns the response.</summary>
    public async Task<Answer> SellAsync(string order, string value = "100.00")
    {
        var created = await CreateAsync(order, $"{order}-checkout-1", value);
        var id = (string)created.Json["id"]!;
        await PayPal.ApproveAsync(id);
        return await PostAsync($"v2/checkout/orders/{id}/capture", key: $"{order}-capture-1");
    }

    public static string CaptureId(Answer captured) => (string)Capture(captured)["id"]!;

    public static JsonNode Capture(Answer captured) => captured.Json["purchase_units"]![0]!["payments"]!["captures"]![0]!;

    public Task<Answer> PayAsync(string batch, params (string Receiver, string Value, string Item)[] items) =>
        PostAsync("v1/payments/payouts", new JsonObject
        {
            ["sender_batch_header"] = new JsonObject { ["sender_batch_id"] = batch, ["recipient_type"] = "EMAIL" },
            ["items"] = new JsonArray([.. items.Select(i => new JsonObject
            {
                ["receiver"] = i.Receiver,
                ["amount"] = new JsonObject { ["currency"] = "USD", ["value"] = i.Value },
                ["sender_item_id"] = i.Item,
            })]),
        });

    public IEnumerable<string> ReceivedTypes() => Received.Select(w => (string)w.Json["event_type"]!);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await PayPal.DisposeAsync();
        await _receiver.DisposeAsync();
        Assert.Empty(PayPal.Failures);
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
