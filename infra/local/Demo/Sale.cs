namespace ChatPay.Local.Demo;

/// <summary>
/// The people of one sale and their actions, over HTTP as any client would take them: a seller with a business account, a buyer, and
/// the operator who verifies the seller. The demo narrates them; tests play parts of a sale, and repeat calls that got no answer.
/// </summary>
public sealed class Sale : IDisposable
{
    // Well-formed placeholders, distinctive enough to search for in everything that is stored.
    public const string LegalName = "Example Seller";
    public const string SocialSecurityNumber = "734-12-3456";
    public const string Street = "100 Example Pottery Street";

    private readonly SaleStage _stage;
    private readonly HttpClient _http;
    private readonly HttpClient _browser;

    /// <param name="platform">A platform in this process.</param>
    /// <param name="name">The prefix of the subjects of seller and buyer.</param>
    public Sale(LocalPlatform platform, string name = "demo")
        : this(SaleStage.Of(platform), name)
    {
    }

    /// <param name="stage">Where the sale is played.</param>
    /// <param name="name">The prefix of the subjects of seller and buyer.</param>
    public Sale(SaleStage stage, string name = "demo")
    {
        _stage = stage;
        _http = stage.NewClient();
        _browser = stage.NewClient();
        Seller = As($"{name}-seller", "seller");
        Buyer = As($"{name}-buyer", "buyer");
        Operator = As("operator", "operator");
    }

    public SaleClient Seller { get; }

    public SaleClient Buyer { get; }

    public SaleClient Operator { get; }

    public string SellerId { get; set; } = "";

    public string ConversationId { get; private set; } = "";

    public string OrderId { get; private set; } = "";

    /// <summary>A client for a person with this subject and these roles.</summary>
    public SaleClient As(string subject, params string[] roles) => new(_http, () => _stage.NewTokenAsync(subject, roles));

    /// <summary>A seller signs up, accepts the terms, hands in identity data and is verified.</summary>
    public async Task SignUpAsync()
    {
        SellerId = Must(
            await Seller.PostAsync(
                "sellers",
                new
                {
                    businessName = "Example Pottery",
                    accountType = "business",
                    country = "US",
                    payPalMerchantId = "EXAMPLESELL23",
                }),
            201,
            200
        )["id"]!;
        var me = Must(await Seller.GetAsync("sellers/me"), 200);
        Must(await Seller.PostAsync("sellers/me/terms-acceptance", new { version = me["currentTermsVersion"] }), 200);
        Must(await Seller.PutAsync("sellers/me/kyc", new
        {
            legalName = LegalName,
            dateOfBirth = "1985-04-12",
            taxIdKind = "ssn",
            taxId = SocialSecurityNumber,
            address = new { line1 = Street, city = "Portland", state = "OR", postalCode = "97201" },
        }), 200);
        await VerifyAsync();
    }

    /// <summary>The operator reads the seller's account, and verifies exactly that version.</summary>
    public async Task VerifyAsync() => Must(await TryVerifyAsync(), 200);

    /// <summary>As <see cref="VerifyAsync"/>, but returns whatever the API answers.</summary>
    public async Task<SaleClient.Answer> TryVerifyAsync()
    {
        var seen = Must(await Operator.GetAsync($"sellers/{SellerId}"), 200);
        return await Operator.SendAsync(HttpMethod.Post, $"sellers/{SellerId}/verification", null, null, seen.ETag);
    }

    /// <summary>The seller begins to connect an Instagram account.</summary>
    /// <returns>The URL of Instagram's page.</returns>
    public async Task<Uri> BeginInstagramLoginAsync() =>
        new(Must(await Seller.PostAsync("sellers/me/instagram-connection"), 200)["authorizeUrl"]!);

    /// <summary>Someone allows or denies access on Instagram's page.</summary>
    /// <returns>The URL that Instagram redirects the browser to.</returns>
    public async Task<Uri> DecideAtInstagramAsync(Uri page, string accountId, string username = "example.pottery", bool allow = true)
    {
        using var shown = await _browser.GetAsync(page);
        shown.EnsureSuccessStatusCode();
        var asked = System.Web.HttpUtility.ParseQueryString(page.Query);
        using var form = new FormUrlEncodedContent(asked.AllKeys.ToDictionary(name => name!, name => asked[name]!)
            .Concat([new("account", accountId), new("username", username), new("choice", allow ? "allow" : "deny")]));
        using var decided = await _browser.PostAsync(new Uri(page, "/oauth/authorize"), form);
        return decided.Headers.Location!;
    }

    /// <summary>The browser in which the seller began follows Instagram's redirect.</summary>
    public async Task<(int Status, string Page)> ComeBackAsync(Uri back)
    {
        using var page = await _http.GetAsync(back);
        return ((int)page.StatusCode, await page.Content.ReadAsStringAsync());
    }

    /// <summary>The seller connects an Instagram account.</summary>
    public async Task ConnectInstagramAsync(string accountId, string username = "example.pottery")
    {
        var (status, page) = await ComeBackAsync(await DecideAtInstagramAsync(await BeginInstagramLoginAsync(), accountId, username));
        if (status != 200 || !page.Contains($"@{username} is connected", StringComparison.Ordinal))
            throw new InvalidOperationException($"Instagram was not connected: {status} {page}");
    }

    /// <summary>The buyer opens a conversation and asks; the seller answers.</summary>
    public async Task TalkAsync()
    {
        ConversationId = Must(await Buyer.PostAsync("conversations", new { sellerId = SellerId }), 201, 200)["id"]!;
        Must(
            await Buyer.PostAsync(
                $"conversations/{ConversationId}/messages",
                new { text = "Hi! Are the blue mugs still there?", clientMessageId = "question-1" }),
            201,
            200);
        Must(
            await Seller.PostAsync(
                $"conversations/{ConversationId}/messages",
                new { text = "Yes, two of them. Shall I send you a payment request?", clientMessageId = "answer-1" }),
            201,
            200);
    }

    /// <summary>The seller asks for money: two mugs and shipping, 54.50 USD.</summary>
    public Task RequestPaymentAsync(string key = "request-1") => RequestPaymentAsync(TwoMugs(), key);

    /// <summary>The seller sends another payment request.</summary>
    public async Task RequestPaymentAsync(object request, string key = "request-1")
    {
        OrderId = Must(await Seller.PostAsync($"conversations/{ConversationId}/payment-requests", request, key), 201)["id"]!;
        await _stage.RestAsync();
    }

    /// <summary>A payment request for two mugs and shipping, 54.50 USD.</summary>
    public static object TwoMugs() => new
    {
        lines = new[] { new { description = "Blue mug, hand-thrown", quantity = 2, unitPrice = Usd("24.00") } },
        shipping = Usd("6.50"),
    };

    /// <summary>The buyer taps on pay; returns the provider's approval page.</summary>
    public async Task<Uri> CheckoutAsync(string key = "checkout-1") =>
        new(Must(await Buyer.PostAsync($"orders/{OrderId}/checkout", idempotencyKey: key), 200)["approveUrl"]!);

    /// <summary>The buyer approves on the provider's page; the browser is redirected to the app, which captures.</summary>
    /// <returns>The status of the return page, and its HTML.</returns>
    public async Task<(int Status, string Page)> ApproveInBrowserAsync(Uri approveUrl)
    {
        using var page = await _browser.GetAsync(approveUrl);
        page.EnsureSuccessStatusCode();
        using var form = new FormUrlEncodedContent([new("token", ProviderOrderOf(approveUrl))]);
        using var approved = await _browser.PostAsync(new Uri(approveUrl, "/checkoutnow/approve"), form);
        using var back = await _browser.GetAsync(new Uri(approveUrl, approved.Headers.Location!));
        var said = await back.Content.ReadAsStringAsync();
        await _stage.RestAsync();
        return ((int)back.StatusCode, said);
    }

    /// <summary>The id of the provider's order in an approval link.</summary>
    public static string ProviderOrderOf(Uri approveUrl) => System.Web.HttpUtility.ParseQueryString(approveUrl.Query)["token"]!;

    /// <summary>The seller marks the order as shipped, with or without a tracking number.</summary>
    public async Task ShipAsync(bool tracked = true)
    {
        Must(
            await Seller.PostAsync(
                $"orders/{OrderId}/shipments",
                tracked ? new { carrier = "USPS", trackingNumber = "9400 1000 0000 0000 0000 00" } : new { }),
            201);
        await _stage.RestAsync();
    }

    /// <summary>The order's status, by its name in the API.</summary>
    public async Task<string> StatusAsync() => Must(await Seller.GetAsync($"orders/{OrderId}"), 200)["status"]!;

    /// <summary>Returns the answer if its status is one of these.</summary>
    /// <exception cref="InvalidOperationException">The status is another; the message contains the body.</exception>
    public static SaleClient.Answer Must(SaleClient.Answer answer, params int[] statuses) =>
        statuses.Contains(answer.Status)
            ? answer
            : throw new InvalidOperationException(
                $"Expected {string.Join(" or ", statuses)} and got {answer.Status}: {answer.Body.GetRawText()}");

    public void Dispose()
    {
        _http.Dispose();
        _browser.Dispose();
    }

    /// <summary>An amount in US dollars, in the API's form.</summary>
    public static object Usd(string amount) => new { amount, currency = "USD" };
}
