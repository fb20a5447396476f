using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Orchestrations;
using ChatPay.Local.Clock;
using ChatPay.Local.Control;
using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using ChatPay.Local.Identity;
using ChatPay.Local.Logging;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Settings;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Vault;
using ChatPay.Local.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local;

/// <summary>
/// Everything the function app needs, in this process, on loopback: its host, the durable engine, queues, tables, vault, a
/// token issuer, simulators of PayPal and Instagram, and one clock for all of it. Tests, the demo and the program use it in
/// the same way. Disposing it stops everything; killing the process loses nothing that was acknowledged.
/// </summary>
public sealed class LocalPlatform : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly Outage _outage = new();

    private LocalPlatform(LocalPlatformOptions options) => Options = options;

    public LocalPlatformOptions Options { get; }

    public LocalClock Clock { get; private set; } = null!;

    /// <summary>Where the app's tables are.</summary>
    public TableStorage Tables { get; private set; } = null!;

    public VaultService Vault { get; private set; } = null!;

    public IdentityIssuer Identity { get; private set; } = null!;

    public ServiceBusBroker Bus { get; private set; } = null!;

    /// <summary>The broker over AMQP, for <see cref="LocalPlatformOptions.OfficialClients"/>; null without.</summary>
    public AmqpEndpoint? Amqp { get; private set; }

    public PayPalSimulator PayPal { get; private set; } = null!;

    public InstagramSimulator Instagram { get; private set; } = null!;

    /// <summary>Where the app's mail ends.</summary>
    public MailSink Mail { get; private set; } = null!;

    public DurableEngine Durable { get; private set; } = null!;

    public FunctionsHost Host { get; private set; } = null!;

    /// <summary>Where the clock is moved over HTTP.</summary>
    public Uri Control { get; private set; } = null!;

    /// <summary>Where the app's HTTP functions are.</summary>
    public Uri Address => Host.Address;

    /// <summary>While true the app reaches nothing but its queues: calls to tables, vault, PayPal and Instagram fail as if nobody
    /// listened.</summary>
    public bool IsCutOff
    {
        get => _outage.IsOn;
        set => _outage.IsOn = value;
    }

    /// <summary>Starts all parts, each on the data that an earlier run left.</summary>
    /// <exception cref="PlatformException">A port is in use, the data folder is damaged or in use, or a setting is wrong; one
    /// sentence says which.</exception>
    public static async Task<LocalPlatform> StartAsync(LocalPlatformOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var platform = new LocalPlatform(options);
        try
        {
            await platform.StartAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        Clock?.Dispose();
    }

    private async Task StartAsync()
    {
        var folder = Add(DataFolder.Open(Options.DataFolder, Options.Fresh));
        var ports = PlatformPorts.Of(Options);
        Clock = new LocalClock(
            new LocalClockOptions
            {
                TimeScale = Options.TimeScale,
                Start = Options.Start,
                StateFile = folder.File("clock.txt"),
            });
        Control = Add(await ControlApi.StartAsync(ports.Control, Clock, () => Bus)).Address;
        Tables = Add(await TableStorage.StartAsync(Options.Storage, folder, Clock, ports.Tables));
        Vault = Add(
            await VaultService.StartAsync(
                new()
                {
                    DataFile = folder.File("vault.db"),
                    Clock = Clock,
                    Port = ports.Vault,
                    CertificateFile = Options.OfficialClients ? folder.File("vault-tls.pfx") : null,
                }));
        Identity = Add(
            await IdentityIssuer.StartAsync(
                new()
                {
                    KeyFile = folder.File("issuer.key"),
                    Clock = Clock,
                    Port = ports.Identity,
                }));
        Bus = Add(ServiceBusBroker.Open(new() { DataFile = folder.File("bus.db"), Clock = Clock }));
        BusEntities.Declare(Bus);
        Amqp = Options.OfficialClients
            ? Add(
                AmqpEndpoint.Start(
                    new()
                    {
                        Broker = Bus,
                        Clock = Clock,
                        Port = 0,
                    }))
            : null;
        PayPal = Add(
            await PayPalSimulator.StartAsync(
                new()
                {
                    DataFile = folder.File("paypal.db"),
                    Clock = Clock,
                    Port = ports.PayPal,
                    StartingBalance = Options.PayPalStartingBalance,
                    Watch = Options.WatchPayPal,
                }));
        Instagram = Add(
            await InstagramSimulator.StartAsync(
                new()
                {
                    DataFile = folder.File("instagram.db"),
                    Clock = Clock,
                    Port = ports.Instagram,
                }));
        Mail = Add(MailSink.Start(folder.Mails, ports.Mail));
        // The app must know its own address before it listens.
        var free = ports.App == 0 ? Add(ReservedPort.Take()) : null;
        var log = Add(new FileLog(folder.File("chatpay.log"), Clock));
        Host = Add(await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            Clock = Clock,
            App = typeof(OrderLifecycle).Assembly,
            Port = ports.App,
            Reserved = free,
            Settings = AppSettings.For(this, new Uri($"http://127.0.0.1:{free?.Number ?? ports.App}/")),
            HostJsonFile = Path.Combine(AppContext.BaseDirectory, "host.json"),
            ReplaceServices = Replace,
            Logging = logging => Log(logging, log),
            StartDurable = async app =>
            {
                var engine = new DurableEngineOptions
                {
                    DataFile = folder.File("durable.db"),
                    Clock = Clock,
                    Functions = app.Functions,
                    Converter = app.Converter,
                    LoggerFactory = app.LoggerFactory,
                    PurgeFinishedAfter = Options.KeepFinishedOrchestrations,
                    Faults = Options.DurableFaults,
                };
                Durable = await DurableEngine.StartAsync(engine with
                {
                    MaxConcurrentActivities = app.MaxConcurrentActivities ?? engine.MaxConcurrentActivities,
                    MaxConcurrentTurns = app.MaxConcurrentTurns ?? engine.MaxConcurrentTurns,
                    DefaultVersion = app.DefaultVersion,
                });
                return new DurableRuntime(Durable.Client, Durable) { History = Durable.History };
            },
            Listen = Bus.Listen,
            BusClient = Bus.CreateClient(),
            TimerFile = folder.File("timers.json"),
            KeyFile = folder.File("keys.json"),
        }));
        Add(RunningPlatform.Announce(folder.File(RunningPlatform.FileName), Address, Control));
        PayPal.WebhookUrl = new Uri(Address, "api/webhooks/paypal");
        Instagram.WebhookUrl = new Uri(Address, "api/webhooks/meta");
    }

    // Transport, credential and time: the only things about the app that are not as on Azure.
    private void Replace(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        services.LinkCalls(Clock);
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(_outage);
        var tables = new TableClientOptions
        {
            Transport = LinkedClients.Transport(Clock, Options.DirectTables ? Tables.CreateHandler() : null),
            RetryPolicy = new RetryOnClock(Clock),
        };
        tables.AddPolicy(_outage, HttpPipelinePosition.PerRetry);
        services.Replace(ServiceDescriptor.Singleton(_ => new TableServiceClient(Tables.ConnectionString, tables)));
        if (Options.OfficialClients)
            return;
        services.Replace(ServiceDescriptor.Singleton<SecretClient>(_ => Vault.CreateClient(_outage)));
        services.Replace(ServiceDescriptor.Singleton<ServiceBusClient>(_ => Bus.CreateClient()));
    }

    private void Log(ILoggingBuilder logging, FileLog log)
    {
        logging.ClearProviders();
        logging.AddProvider(log);
        if (Options.Verbose)
            logging.AddSimpleConsole(o => o.SingleLine = true);
    }

    private T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
