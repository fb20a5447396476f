using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale;
using ChatPay.Journeys.Crash;
using ChatPay.Local;
using ChatPay.Local.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Journeys.Startup;

/// <summary>The app's own composition with the settings written by <c>services</c>: its unmodified official clients, over
/// sockets.</summary>
public sealed class OfficialClientsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder _data = new();
    private LocalServices _services = null!;
    private ServiceProvider _app = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = await LocalServices.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = _data.Path,
                Port = 0,
                TablePort = 0,
                BusPort = 0,
            });
        _app = Compose(_services.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _services.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Messages_OfASale_GoThroughTheOfficialClient()
    {
        var client = _app.GetRequiredService<ServiceBusClient>();
        var queues = _app.GetRequiredService<Queues>();
        Assert.Equal(typeof(ServiceBusClient), client.GetType());
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        await using var chat = client.CreateSessionProcessor(
            Queues.InboundChat,
            new ServiceBusSessionProcessorOptions { MaxConcurrentSessions = 2 });
        chat.ProcessMessageAsync += e => NoteAsync(seen, "chat " + e.SessionId, e.Message);
        chat.ProcessErrorAsync += _ => Task.CompletedTask;
        List<ServiceBusProcessor> processors =
        [
            .. Queues.All.Except(Queues.InSessions).Select(queue =>
            {
                var processor = client.CreateProcessor(queue);
                processor.ProcessMessageAsync += e => NoteAsync(seen, queue, e.Message);
                processor.ProcessErrorAsync += _ => Task.CompletedTask;
                return processor;
            }),
        ];

        await queues.SendInSessionsAsync(
            Queues.InboundChat,
            [("is it there?", "m1", "c1"), ("hello", "m2", "c2"), ("I take it", "m3", "c1")],
            Cancelled);
        await queues.SendAsync(Queues.InboundPayments, "WH-1", "WH-1", cancellationToken: Cancelled);
        await queues.SendAsync(Queues.InboundPayments, "WH-1", "WH-1", cancellationToken: Cancelled);
        await queues.SendAsync(Queues.OutboundChat, "paid", "o1-paid", cancellationToken: Cancelled);
        await queues.SendAsync(Queues.OutboundMail, "paid", "o1-mail", cancellationToken: Cancelled);
        await queues.SendAsync(Queues.OutboxTriggers, "o1", cancellationToken: Cancelled);
        await queues.SendAsync(Queues.Notices, "o1", delay: TimeSpan.FromMilliseconds(100), cancellationToken: Cancelled);
        await queues.PublishAsync("shipped", "e1", "order.shipped", "application/json", Cancelled);
        await chat.StartProcessingAsync(Cancelled);
        await Task.WhenAll(processors.Select(p => p.StartProcessingAsync(Cancelled)));
        var published = await client.CreateReceiver(Queues.OrderEvents, "everything").ReceiveMessageAsync(Patience, Cancelled);
        await Eventually(() => seen.Values.Sum(q => q.Count) == 8);
        await chat.CloseAsync(Cancelled);
        await Task.WhenAll(processors.Select(async p => await p.DisposeAsync()));

        Assert.Equal(["\"is it there?\"", "\"I take it\""], seen["chat c1"]);
        Assert.Equal(["\"WH-1\""], seen[Queues.InboundPayments]);
        Assert.Equal("order.shipped", published.Subject);
        Assert.All(
            _services.Bus.Queues.Where(q => !q.Name.StartsWith(Queues.OrderEvents, StringComparison.Ordinal)),
            q => Assert.Equal((0, 0, 0), (q.Active, q.Locked, q.DeadLettered)));
    }

    [Fact]
    public async Task Message_ThatCannotBeProcessed_IsPutBackFromTheDeadLetters()
    {
        var client = _app.GetRequiredService<ServiceBusClient>();
        var queues = _app.GetRequiredService<Queues>();
        await queues.SendAsync(Queues.OutboxTriggers, "o1", "k1", cancellationToken: Cancelled);
        await using var receiver = client.CreateReceiver(Queues.OutboxTriggers);
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(Patience, Cancelled), "Bad", "no such order", Cancelled);

        await using var deadLetters = queues.DeadLettersOf(Queues.OutboxTriggers);
        var dead = await deadLetters.ReceiveMessageAsync(Patience, Cancelled);
        await queues.SendAgainAsync(Queues.OutboxTriggers, dead, Cancelled);
        await deadLetters.CompleteMessageAsync(dead, Cancelled);

        var again = await receiver.ReceiveMessageAsync(Patience, Cancelled);
        Assert.Equal(("Bad", "o1"), (dead.DeadLetterReason, Queues.Read<string>(again)));
        Assert.StartsWith("k1-again-", again.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdentityData_IsKeptInTheVaultByTheOfficialClient()
    {
        var client = _app.GetRequiredService<SecretClient>();
        Assert.Equal(typeof(SecretClient), client.GetType());
        var identities = new IdentityVault(client, _app.GetRequiredService<Ids>());
        var reference = identities.NewReference();

        await client.SetSecretAsync(reference, "identity", Cancelled);
        await identities.LockAsync(reference, Cancelled);
        var locked = await Assert.ThrowsAsync<Azure.RequestFailedException>(() =>
            client.GetSecretAsync(reference, cancellationToken: Cancelled));
        await identities.DropAsync(reference, Cancelled);
        var dropped = await Assert.ThrowsAsync<Azure.RequestFailedException>(() =>
            client.GetSecretAsync(reference, cancellationToken: Cancelled));

        Assert.Equal((403, 404), (locked.Status, dropped.Status));
        Assert.True(await identities.TryPurgeAsync(reference, Cancelled));
    }

    [Fact]
    public void Sample_NamesEverySettingThatTheServicesWrite() =>
        Assert.Equal(_services.Settings.Keys.Order(StringComparer.Ordinal), Sample().Keys.Order(StringComparer.Ordinal));

    /// <summary>The sample as is, except for the path of this test's certificate.</summary>
    [Fact]
    public async Task Sample_AsItIs_StartsTheApp()
    {
        var settings = Sample();
        settings["KeyVault:DevelopmentCertificate"] = _services.Vault.CertificateFile;

        await using var app = Compose(settings);

        Assert.Equal(new Uri("https://127.0.0.1:7076/"), app.GetRequiredService<SecretClient>().VaultUri);
    }

    private static Dictionary<string, string?> Sample() =>
        LocalSettings
            .Read(Path.Combine(Programs.Repository, "local.settings.sample.json"))
            .ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value);

    // Validates the settings of all features, as the app does when it starts.
    private static ServiceProvider Compose(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var app = new ServiceCollection().AddLogging()
            .AddShared(configuration).AddSellers(configuration).AddOrders(configuration).AddPayments(configuration)
            .AddPayouts(configuration).AddMail(configuration).AddChat(configuration).BuildServiceProvider();
        app.GetRequiredService<IStartupValidator>().Validate();
        return app;
    }

    private static Task NoteAsync(
        ConcurrentDictionary<string, ConcurrentQueue<string>> seen,
        string where,
        ServiceBusReceivedMessage message)
    {
        seen.GetOrAdd(where, _ => []).Enqueue(message.Body.ToString());
        return Task.CompletedTask;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < Patience, "It has not come true.");
            await Task.Yield();
        }
    }
}
