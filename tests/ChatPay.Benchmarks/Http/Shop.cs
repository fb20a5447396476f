using System.Globalization;
using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Http;

/// <summary>A seller, a buyer and their conversation, with their actions under load. Allows concurrent calls.</summary>
internal sealed class Shop
{
    private readonly HttpClient _browser;
    private readonly Sale _people;
    private string _readable = "";
    private int _number;

    private Shop(HttpClient browser, Sale people)
    {
        _browser = browser;
        _people = people;
    }

    private string Conversation => _people.ConversationId;

    /// <summary>Signs a seller up, has them verified and asked a question, and creates one order to read.</summary>
    /// <param name="stage">The platform.</param>
    /// <param name="name">The prefix of their subjects.</param>
    public static async Task<Shop> OpenAsync(SaleStage stage, string name)
    {
        var people = new Sale(stage, name);
        await people.SignUpAsync();
        await people.TalkAsync();
        var shop = new Shop(stage.NewClient(), people);
        shop._readable = await shop.RequestAsync();
        return shop;
    }

    public async Task LookAtHealthAsync()
    {
        using var answer = await _browser.GetAsync("api/health/live");
        answer.EnsureSuccessStatusCode();
    }

    public async Task ReadOrderAsync() => Sale.Must(await _people.Buyer.GetAsync($"orders/{_readable}"), 200);

    public async Task SendMessageAsync() => Sale.Must(
        await _people.Buyer.PostAsync(
            $"conversations/{Conversation}/messages",
            new { text = "Is the blue one still there?", clientMessageId = $"load-{Next()}" }),
        201);

    /// <summary>The seller asks for money.</summary>
    /// <returns>The order's id.</returns>
    public async Task<string> RequestAsync() => Sale.Must(
        await _people.Seller.PostAsync($"conversations/{Conversation}/payment-requests", Sale.TwoMugs(), $"load-{Next()}"),
        201
    )["id"]!;

    public async Task<Uri> CheckOutAsync(string order) =>
        new(Sale.Must(await _people.Buyer.PostAsync($"orders/{order}/checkout", idempotencyKey: $"load-{Next()}"), 200)["approveUrl"]!);

    /// <summary>The buyer approves at the simulator.</summary>
    /// <returns>The address that the browser is redirected to.</returns>
    public async Task<Uri> ApproveAsync(Uri approveUrl)
    {
        using var form = new FormUrlEncodedContent([new("token", Sale.ProviderOrderOf(approveUrl))]);
        using var approved = await _browser.PostAsync(new Uri(approveUrl, "/checkoutnow/approve"), form);
        return new Uri(approveUrl, approved.Headers.Location!);
    }

    /// <summary>The browser comes back, and the app captures.</summary>
    public async Task ComeBackAsync(Uri back)
    {
        using var page = await _browser.GetAsync(back);
        page.EnsureSuccessStatusCode();
    }

    public async Task ShipAsync(string order) => Sale.Must(
        await _people.Seller.PostAsync(
            $"orders/{order}/shipments",
            new { carrier = "USPS", trackingNumber = "9400 1000 0000 0000 0000 00" },
            $"load-{Next()}"),
        201);

    /// <summary>A sale in five calls: request, checkout, approval, return, shipment.</summary>
    public async Task SellAsync()
    {
        var order = await RequestAsync();
        await ComeBackAsync(await ApproveAsync(await CheckOutAsync(order)));
        await ShipAsync(order);
    }

    private string Next() => Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
}
