using System.Net;
using System.Text;
using Azure.Data.Tables;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Tests.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Tests.Sellers.Secrets;

/// <summary>Sellers' actions on secrets, in a process with injected trouble, and the nights after it without any.</summary>
internal sealed class SecretsBench : IAsyncDisposable
{
    private readonly LocalStores _stores;
    private readonly ServiceProvider _services;

    private SecretsBench(LocalStores stores)
    {
        _stores = stores;
        var (tables, vault) = stores.Watched(Trouble);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SellerTerms:CurrentVersion"] = "v1",
            ["Public:BaseUrl"] = "http://127.0.0.1/",
            ["Instagram:BaseUrl"] = "http://instagram.example/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(stores.Clock);
        services
            .AddShared(configuration)
            .AddSellers(configuration)
            .AddSellerBooks()
            .AddOrders(configuration)
            .AddSingleton<OperatorAlerts>();
        services.AddOptions<InstagramOptions>().Bind(configuration.GetSection("Instagram"));
        services.AddHttpClient(InstagramLoginClient.ClientName).ConfigurePrimaryHttpMessageHandler(() => new Instagram());
        services.AddSingleton(tables).AddSingleton(vault).AddSingleton(stores.Bus);
        foreach (var function in new[] { typeof(SubmitKyc), typeof(EraseKyc), typeof(ReviewExpiringKyc), typeof(SweepSecrets) })
            services.AddSingleton(function);
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TroubleMaker Trouble { get; } = new();

    public LocalStores Stores => _stores;

    public SellerStore Sellers => Get<SellerStore>();

    public SellerContacts Contacts => Get<SellerContacts>();

    public InstagramConnections Connections => Get<InstagramConnections>();

    public static async Task<SecretsBench> StartAsync()
    {
        var bench = new SecretsBench(await LocalStores.StartAsync());
        bench.Trouble.Stop();
        return bench;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Registers a seller with a token subject.</summary>
    public async Task<string> RegisterAsync(string subject)
    {
        var seller = new Caller(subject, new HashSet<Role>()).SellerId;
        var now = _stores.Clock.GetUtcNow();
        await Sellers.CreateAsync(
            new()
            {
                Id = seller,
                BusinessName = "Mugs",
                Country = "US",
                PayPalMerchantId = "SELLERMUGS234",
                CreatedAt = now,
            },
            Cancellation);
        return seller;
    }

    public Task SubmitKycAsync(string subject, string? ifMatch = null) => Get<SubmitKyc>().RunAsync(
        Request(
            subject,
            """
            {"legalName":"Ada Mug","dateOfBirth":"1990-01-31","taxIdKind":"ssn","taxId":"123-45-6789",
             "address":{"line1":"1 Main St","city":"Springfield","state":"IL","postalCode":"62701"}}
            """,
            ifMatch),
        Cancellation);

    public Task EraseKycAsync(string subject) => Get<EraseKyc>().RunAsync(Request(subject, "", null), Cancellation);

    /// <summary>Records a settled posting for a seller.</summary>
    public Task BookAsync(string seller) => _stores.Tables.Indexes.UpsertEntityAsync(
        new TableEntity($"books-{seller}-{_stores.Clock.GetUtcNow():yyyyMM}", "ord-1"), cancellationToken: Cancellation);

    /// <summary>How many secrets have been written to the vault, erased ones included.</summary>
    public async Task<int> WrittenAsync()
    {
        var written = 0;
        await foreach (var _ in _stores.Secrets.GetPropertiesOfSecretsAsync(Cancellation))
            written++;
        await foreach (var _ in _stores.Secrets.GetDeletedSecretsAsync(Cancellation))
            written++;
        return written;
    }

    public async Task ReplaceContactAsync(string seller, string? address) =>
        await Contacts.ReplaceAsync(await CommandAsync(seller), address, Cancellation);

    public async Task DisconnectAsync(string seller) => await Connections.DisconnectAsync(await CommandAsync(seller), Cancellation);

    public Task ConnectAsync(string seller) => Connections.ConnectAsync(
        seller,
        new InstagramLoginResult(
            "1784" + Digits(seller), "99" + Digits(seller), "mugs", new InstagramToken("token", _stores.Clock.GetUtcNow().AddDays(60))),
        Cancellation);

    /// <summary>Passes two days and nights of a healthy process.</summary>
    public async Task RestAsync()
    {
        Trouble.Stop();
        for (var day = 0; day < 2; day++)
        {
            await _stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
            await LookAsync();
            await Get<SweepSecrets>().RunAsync(new TimerInfo(), Cancellation);
        }
    }

    public Task LookAsync() => Get<ReviewExpiringKyc>().RunAsync(new TimerInfo(), Cancellation);

    /// <summary>Asserts for the whole vault: secrets named by rows exist and can be read, those named as locked exist and cannot be
    /// read, and nothing else exists.</summary>
    public async Task AssertAgreementAsync()
    {
        HashSet<string> used = [], locked = [];
        await foreach (var row in _stores.Tables.Sellers.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            Assert.Equal("seller", row.RowKey); // Nothing is pending.
        }

        await foreach (var seller in Sellers.ListAsync(after: null, Cancellation))
        {
            used.UnionWith(SecretReferences.InUse(seller));
            locked.UnionWith(SecretReferences.Locked(seller));
        }

        HashSet<string> readable = [], unreadable = [];
        await foreach (var secret in _stores.Secrets.GetPropertiesOfSecretsAsync(Cancellation))
            (secret.Enabled == false ? unreadable : readable).Add(secret.Name);
        Assert.Equal(used.Order(), readable.Order());
        Assert.Equal(locked.Order(), unreadable.Order());
        await foreach (var hint in _stores.Tables.Indexes.QueryAsync<TableEntity>(
            "PartitionKey eq 'pending-secrets'", cancellationToken: Cancellation))
            Assert.Fail($"{hint.RowKey} is still pending.");
    }

    private Task<SellerCommand> CommandAsync(string seller) =>
        Get<SellerCommands>().BeginAsync(new DefaultHttpContext().Request, seller, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _stores.DisposeAsync();
    }

    private static string Digits(string seller) => string.Concat(seller.TakeLast(10).Select(c => (char)('0' + (c % 10))));

    private static HttpRequest Request(string subject, string body, string? ifMatch)
    {
        var http = new DefaultHttpContext();
        Caller.Set(http, new Caller(subject, new HashSet<Role> { Role.Seller }));
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (ifMatch is not null)
            http.Request.Headers.IfMatch = ifMatch;
        return http.Request;
    }

    /// <summary>An Instagram that grants every request.</summary>
    private sealed class Instagram : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"access_token":"newer","token_type":"bearer","expires_in":5184000,"success":true}"""),
            });
    }
}
