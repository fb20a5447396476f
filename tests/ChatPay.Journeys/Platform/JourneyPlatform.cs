using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using ChatPay.Journeys.Crash;
using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Simulators.PayPal.Checkout;
using ChatPay.Local.Tests.Simulators;

namespace ChatPay.Journeys.Platform;

/// <summary>The platform of one class of journeys: free ports, a clock that moves only when advanced, data in a temporary
/// folder.</summary>
public sealed class JourneyPlatform : IAsyncLifetime
{
    /// <summary>A Monday, at which every journey's clock starts.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>When set, every activity of every journey runs twice, and the journeys must end the same.</summary>
    private static readonly bool ActivitiesTwice = Environment.GetEnvironmentVariable("CHATPAY_ACTIVITIES_TWICE") == "1";

    private static readonly string[] Identity =
        [Sale.LegalName, Sale.Street, Sale.SocialSecurityNumber, Sale.SocialSecurityNumber.Replace("-", "", StringComparison.Ordinal)];

    private static readonly string Address = new SimulatedBuyer().AddressLine1;

    private static readonly Marks Personal = new([.. Identity, Address]);

    private readonly ConcurrentQueue<string> _leaks = [];

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-journeys-").FullName;
    private readonly List<Sale> _sales = [];

    public LocalPlatform Local { get; private set; } = null!;

    /// <summary>Exchanges between the app and the simulator that deviate from PayPal's published description.</summary>
    public ConcurrentQueue<string> Differences { get; } = [];

    public async ValueTask InitializeAsync() =>
        Local = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = _folder,
                Port = 0,
                TablePort = 0,
                TimeScale = 0,
                Start = Start,
                WatchPayPal = Compare,
                DurableFaults = new() { RunActivitiesTwice = ActivitiesTwice },
            });

    public async ValueTask DisposeAsync()
    {
        _sales.ForEach(sale => sale.Dispose());
        if (Local is not null)
            await Local.DisposeAsync();
        // Personal data is in no file, not even in the vault's own, which is encrypted. PayPal knows its buyers' addresses.
        var leaks = Personal.InFiles(_folder).Where(hit => !hit.StartsWith("paypal.db", StringComparison.Ordinal)).Concat(_leaks).ToList();
        Directory.Delete(_folder, recursive: true);
        if (leaks.Count > 0)
            throw new InvalidOperationException("Personal data is where it must not be: " + string.Join(", ", leaks));
    }

    private void Compare(PayPalExchange exchange)
    {
        if (PayPalContract.Published.Value is not { } contract)
            return;
        var asked = exchange.RequestType.StartsWith("application/json", StringComparison.Ordinal)
            ? contract.RequestDifferences(exchange.Method, exchange.Path, exchange.Request) : [];
        var answered = contract.Differences(exchange.Method, exchange.Path, exchange.Status, exchange.Answer);
        foreach (var difference in asked.Select(d => "request " + d).Concat(answered.Select(d => $"answer {exchange.Status} {d}")))
            Differences.Enqueue($"{exchange.Method} {exchange.Path}: {difference}");
    }

    /// <summary>Whether no journey of the class has reported this: one fault fails one test, not all later ones.</summary>
    internal bool IsNews(string broken) => _told.Add(broken);

    /// <summary>Creates a sale with its own seller and buyer.</summary>
    internal Sale NewSale(string name)
    {
        var sale = new Sale(SaleStage.Of(Local) with { Watch = inner => new Reader(inner, _leaks, Differences) }, name);
        _sales.Add(sale);
        return sale;
    }

    /// <summary>Checks the responses to the people of a sale: none contains identity data, and only the seller's own order contains
    /// the buyer's address.</summary>
    private sealed class Reader(HttpMessageHandler inner, ConcurrentQueue<string> leaks, ConcurrentQueue<string> differences)
        : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            var answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            var text = $"{answer.Headers}{await answer.Content.ReadAsStringAsync(cancellationToken)}";
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
                Stories.Shown(text[$"{answer.Headers}".Length..]);
            foreach (var found in Identity.Where(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                leaks.Enqueue($"the answer to {request.Method} {request.RequestUri?.AbsolutePath}: {found}");
            if (text.Contains(Address, StringComparison.OrdinalIgnoreCase) && !MayShowAnAddress(request))
                leaks.Enqueue($"the answer to {request.Method} {request.RequestUri?.AbsolutePath}: {Address}");
            if (request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
                Compare(request, sent, answer, text[$"{answer.Headers}".Length..]);

            return answer;
        }

        private void Compare(HttpRequestMessage request, string? sent, HttpResponseMessage answer, string answered)
        {
            var found = ApiContract.Own.Differences(
                request.Method.Method, request.RequestUri!.AbsolutePath, sent, (int)answer.StatusCode,
                answer.Content.Headers.ContentType?.MediaType, answered);
            foreach (var difference in found)
                differences.Enqueue("the API: " + difference);
        }

        private static bool MayShowAnAddress(HttpRequestMessage request) =>
            request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.Split('/') is [.., "orders", _]
            && request.Headers.Authorization?.Parameter is { } token
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])).Contains("\"seller\"", StringComparison.Ordinal);
    }
}
