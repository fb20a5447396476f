using ChatPay.Client;
using ChatPay.Client.Models;
using ChatPay.Local;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

// One sale through the client that Kiota generates from the API's description: the client compiles, and its requests and responses
// match the app's.
var folder = Directory.CreateTempSubdirectory("chatpay-typed-client-").FullName;
await using var platform = await LocalPlatform.StartAsync(new LocalPlatformOptions
{
    DataFolder = folder, Port = 0, TablePort = 0, TimeScale = 0, Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
});
using var http = new HttpClient();
var (seller, buyer, @operator) = (As("typed-seller", "seller"), As("typed-buyer", "buyer"), As("operator", "operator"));

var account = await seller.Sellers.PostAsync(new SellerRegistration
{
    BusinessName = "Example Pottery", AccountType = AccountType.Business, Country = "US", PayPalMerchantId = "EXAMPLESELL23",
});
await seller.Sellers.Me.TermsAcceptance.PostAsync(new TermsAcceptance { Version = account!.CurrentTermsVersion });
await seller.Sellers.Me.Kyc.PutAsync(new KycForm
{
    LegalName = "Example Seller", DateOfBirth = "1985-04-12", TaxIdKind = TaxIdKind.Ssn, TaxId = "734-12-3456",
    Address = new AddressForm { Line1 = "100 Example Pottery Street", City = "Portland", State = "OR", PostalCode = "97201" },
});
var headers = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
await @operator.Sellers[account.Id!].GetAsync(request => request.Options.Add(headers));
account = await @operator.Sellers[account.Id!].Verification.PostAsync(
    request => request.Headers.Add("If-Match", headers.ResponseHeaders["ETag"].Single()));
Is(SellerState.Active, account!.Status);

var conversation = await buyer.Conversations.PostAsync(new OpenConversationRequest { SellerId = account.Id });
await buyer.Conversations[conversation!.Id!].Messages.PostAsync(new SendMessageRequest
{
    Text = "Are the blue mugs still there?", ClientMessageId = "question-1",
});
var order = await seller.Conversations[conversation.Id!].PaymentRequests.PostAsync(
    new PaymentRequest
    {
        Lines = [new PaymentRequestLine { Description = "Blue mug", Quantity = 2, UnitPrice = Usd("24.00") }],
        Shipping = Usd("6.50"),
    },
    Keyed);
Is("54.50", order!.Total!.Amount);

var checkout = await buyer.Orders[order.Id!].Checkout.PostAsync(Keyed);
using (var form = new FormUrlEncodedContent([new("token", checkout!.ApproveUrl!.Split("token=")[1].Split('&')[0])]))
    (await http.PostAsync(new Uri(new Uri(checkout.ApproveUrl), "/checkoutnow/approve"), form)).EnsureSuccessStatusCode();
await platform.Clock.DrainAsync();
order = await seller.Orders[order.Id!].GetAsync();
Is(OrderStatus.Paid, order!.Status);

// A refusal is one type, with its code.
var refusal = await RefusedAsync(() => seller.Orders[order.Id!].Shipments.PostAsync(new MarkShippedRequest { Lines = [7] }));
Is("no-such-line", refusal.Code);
await seller.Orders[order.Id!].Shipments.PostAsync(new MarkShippedRequest
{
    Carrier = "USPS", TrackingNumber = "9400 1000 0000 0000 0000 00",
});
await platform.Clock.AdvanceAsync(TimeSpan.FromHours(74));
order = await seller.Orders[order.Id!].GetAsync();
Is(OrderStatus.PaidOut, order!.Status);
Is(PayoutState.Paid, order.Payout!.Status);
var events = await seller.Orders[order.Id!].Timeline.GetAsync();
Is(OrderEventType.PaidOut, events!.Items![^1].Type);
var paid = order.Payout.Amount!;
Console.WriteLine($"A sale through the generated client: {paid.Amount} {paid.Currency} paid out, {events.Items.Count} events.");
return 0;

ChatPay.Client.Api.V1.V1RequestBuilder As(string subject, string role)
{
    var tokens = new BaseBearerTokenAuthenticationProvider(new Tokens(() => platform.Identity.IssueToken(subject, [role])));
    return new ChatPayClient(new HttpClientRequestAdapter(tokens) { BaseUrl = platform.Address.ToString().TrimEnd('/') }).Api.V1;
}

static void Keyed<T>(RequestConfiguration<T> request)
    where T : class, new() => request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());

static Money Usd(string amount) => new() { Amount = amount, Currency = "USD" };

static void Is<T>(T expected, T? actual)
{
    if (!EqualityComparer<T>.Default.Equals(expected, actual))
        throw new InvalidOperationException($"Expected {expected}, and it is {actual}.");
}

static async Task<Problem> RefusedAsync<T>(Func<Task<T>> call)
{
    try
    {
        await call();
    }
    catch (Problem problem)
    {
        return problem;
    }

    throw new InvalidOperationException("It was to be refused.");
}

/// <summary>Provides a token for each request.</summary>
internal sealed class Tokens(Func<string> issue) : IAccessTokenProvider
{
    public AllowedHostsValidator AllowedHostsValidator { get; } = new();

    public Task<string> GetAuthorizationTokenAsync(
        Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(issue());
}
