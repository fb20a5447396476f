using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Local.Clock;
using ChatPay.Local.Hosting;
using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Tables;
using ChatPay.Local.Vault;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>The seller functions over HTTP, on their own host with table service, vault, queues and issuer.</summary>
public sealed class SellersApp : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-sellers-");
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
    private readonly SocketsHttpHandler _sockets = new();
    private IdentityIssuer? _issuer;
    private ServiceBusBroker? _bus;
    private FunctionsHost? _host;

    public TableService Tables { get; private set; } = null!;

    public VaultService Vault { get; private set; } = null!;

    public SecretClient Secrets { get; private set; } = null!;

    public TableServiceClient TableClient { get; private set; } = null!;

    /// <summary>The sanctions screening, whose next result a test sets.</summary>
    public FakeScreening Screening { get; } = new();

    internal OperatorAlerts Attention => _host!.Services.GetRequiredService<OperatorAlerts>();

    internal SellerStore Store => _host!.Services.GetRequiredService<SellerStore>();

    public async ValueTask InitializeAsync()
    {
        Tables = await TableService.StartAsync(new() { DataFile = In("tables.db"), Clock = _clock, Port = 0 });
        Vault = await VaultService.StartAsync(new() { DataFile = In("vault.db"), Clock = _clock });
        _issuer = await IdentityIssuer.StartAsync(new() { KeyFile = In("issuer.key"), Clock = _clock });
        _bus = ServiceBusBroker.Open(new() { DataFile = In("bus.db"), Clock = _clock });
        _bus.DeclareQueue(Queues.OutboxTriggers);
        Secrets = Vault.CreateClient();
        TableClient = Tables.CreateClient(new TableClientOptions());
        _host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                Clock = _clock,
                App = typeof(RegisterSeller).Assembly,
                HostJsonFile = Path.Combine(AppContext.BaseDirectory, "host.json"),
                // Leaves out those that need orders or PayPal, which journeys cover.
                Includes = type =>
                    (
                        type.Namespace?.StartsWith("ChatPay.Functions.Features.Sellers", StringComparison.Ordinal) == true
                        || type.Namespace == "ChatPay.Functions.Features.Pages")
                    && type.Namespace != "ChatPay.Functions.Features.Sellers.PayPalOnboarding"
                    && type.Name != "EraseKyc",
                Compose = builder =>
                {
                    FunctionsApplicationBuilderAspNetCoreExtensions.ConfigureFunctionsWebApplication(builder);
                    builder.UseMiddleware<AnswerProblems>();
                    builder.UseMiddleware<AuthenticateCallers>();
                    builder.UseMiddleware<RequireRoles>();
                    builder
                        .Services.AddShared(builder.Configuration)
                        .AddSellers(builder.Configuration)
                        .AddPages(builder.Configuration)
                        .AddSingleton<OperatorAlerts>()
                        .AddSingleton<ISanctionsScreening>(Screening);
                },
                Settings = new Dictionary<string, string?>
                {
                    ["Tables__ConnectionString"] = Tables.ConnectionString,
                    // The clients of vault and bus are replaced, but their addresses are required.
                    ["KeyVault__Uri"] = "https://vault.example/",
                    ["ServiceBus__fullyQualifiedNamespace"] = "bus.example",
                    ["Auth__Authority"] = _issuer.Authority,
                    ["Auth__Audience"] = _issuer.Audience,
                    ["SellerTerms__CurrentVersion"] = "v1",
                    ["Public__BaseUrl"] = "http://127.0.0.1/",
                    ["InstagramRefreshSchedule"] = "0 45 2 * * *",
                    ["IdentitySchedule"] = "0 15 2 * * *",
                    ["SecretSweepSchedule"] = "0 50 * * * *",
                },
                ReplaceServices = services => services.AddSingleton(Secrets).AddSingleton(_bus.CreateClient()),
            });
    }

    public string Token(string subject, params string[] roles) => _issuer!.IssueToken(subject, roles);

    /// <summary>Sends a request as a person; returns the response's status and JSON.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? token = null,
        Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_host!.Address, "api/" + path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body);
        change?.Invoke(request);
        using var client = new HttpMessageInvoker(_sockets, disposeHandler: false);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode,
            text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.OriginalString,
            response.Headers.WwwAuthenticate.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_issuer is not null)
            await _issuer.DisposeAsync();
        if (_bus is not null)
            await _bus.DisposeAsync();
        await Vault.DisposeAsync();
        await Tables.DisposeAsync();
        _sockets.Dispose();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string file) => Path.Combine(_folder.FullName, file);
}

/// <summary>A screening with a preset result.</summary>
public sealed class FakeScreening : ISanctionsScreening
{
    public Screening Finds { get; set; }

    public Task<Screening> ScreenAsync(IdentityData data, CancellationToken cancellationToken) => Task.FromResult(Finds);
}

/// <summary>A response.</summary>
public sealed record Answer(
    HttpStatusCode Status,
    JsonElement Body,
    string? ContentType,
    string? ETag,
    string? Location,
    string WwwAuthenticate)
{
    /// <summary>A text member of the body.</summary>
    public string? this[string name] =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value.ToString() : null;
}
