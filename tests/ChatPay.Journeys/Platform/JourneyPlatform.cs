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

/// <summary>A platform for the journeys of one class: free ports, a clock that stands still until it is moved, data in a folder
/// that goes away afterwards.</summary>
public sealed class JourneyPlatform : IAsyncLifetime
{
    /// <summary>A Monday; where every journey's clock begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>With this in the environment every activity of every journey runs twice, and the journeys have to end the same.</summary>
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

    /// <summary>What the app and the simulator have said to each other that PayPal's published description does not allow.</summary>
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
        // Whatever the journeys did, nobody's data is in any file, the sealed vault's own included. PayPal knows its buyers' addresses.
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

    /// <summary>Whether no journey of the class has said this before: one fault fails one test, and not all that come after it.</summary>
    internal bool IsNews(string broken) => _told.Add(broken);

    /// <summary>A sale with a seller and a buyer of its own.</summary>
    internal Sale NewSale(string name)
    {
        var sale = new Sale(SaleStage.Of(Local) with { Watch = inner => new Reader(inner, _leaks, Differences) }, name);
        _sales.Add(sale);
        return sale;
    }

    /// <summary>Reads what the people of a sale are answered: identity data is in nothing of it, for nobody, and a buyer's address in an
    /// order that its seller reads by itself.</summary>
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
