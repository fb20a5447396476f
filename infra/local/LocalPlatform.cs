using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Orchestrations;
using ChatPay.Local.Clock;
using ChatPay.Local.Control;
using ChatPay.Local.Durable;
using ChatPay.Local.Emulation;
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
    private readonly OwnedParts _parts = new();
    private readonly Outage _outage;
    private Emulators _emulators = null!;

    private LocalPlatform(LocalPlatformOptions options) => (Options, _outage) = (options, new Outage(options.WatchCalls));

    public LocalPlatformOptions Options { get; }

    public LocalClock Clock { get; private set; } = null!;

    /// <summary>Where the app's tables are.</summary>
    public TableStorage Tables => _emulators.Tables;

    public VaultService Vault => _emulators.Vault;

    public IdentityIssuer Identity => _emulators.Identity;

    public ServiceBusBroker Bus => _emulators.Bus;

    /// <summary>The broker over AMQP, for <see cref="LocalPlatformOptions.OfficialClients"/>; null without.</summary>
    public AmqpEndpoint? Amqp => _emulators.Amqp;

    public PayPalSimulator PayPal => _emulators.PayPal;

    public InstagramSimulator Instagram => _emulators.Instagram;

    /// <summary>The sink that receives the app's mail.</summary>
    public MailSink Mail => _emulators.Mail;

    public DurableEngine Durable { get; private set; } = null!;

    public FunctionsHost Host { get; private set; } = null!;

    /// <summary>The address of the <see cref="ControlApi"/>, which moves the clock.</summary>
    public Uri Control => _emulators.Control;

    /// <summary>The address of the app's HTTP functions.</summary>
    public Uri Address => Host.Address;

    /// <summary>While true the app reaches only its queues: calls to tables, vault, PayPal and Instagram fail as if nothing
    /// listened.</summary>
    public bool IsCutOff
    {
        get => _outage.IsOn;
        set => _outage.IsOn = value;
    }

    /// <summary>Starts all parts on the data of the earlier run, if any.</summary>
    /// <exception cref="PlatformException">A port is in use, the data folder is damaged or in use, or a setting is wrong; the message
    /// says which.</exception>
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
        await _parts.DisposeAsync();
        Clock?.Dispose();
    }

    private async Task StartAsync()
    {
        var folder = _parts.Add(DataFolder.Open(Options.DataFolder, Options.Fresh));
        Clock = new LocalClock(
            new LocalClockOptions
            {
                TimeScale = Options.TimeScale,
                Start = Options.Start,
                StateFile = folder.File("clock.txt"),
            });
        var options = Options.ForEmulators(folder, Clock, busPort: Options.OfficialClients ? 0 : null);
        _emulators = _parts.Add(await Emulators.StartAsync(options with { AnswerMore = Options.DeveloperPage?.Invoke(this) }));
        // The app must know its own address before it listens.
        var free = options.Ports.App == 0 ? _parts.Add(ReservedPort.Take()) : null;
        var app = new Uri($"http://127.0.0.1:{free?.Number ?? options.Ports.App}/");
        var log = _parts.Add(new FileLog(folder.File("chatpay.log"), Clock));
        Host = _parts.Add(await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            Clock = Clock,
            App = typeof(OrderLifecycle).Assembly,
            Port = options.Ports.App,
            Reserved = free,
            Settings = AppSettings.InProcess(_emulators, app, Options.Settings),
            HostJsonFile = Path.Combine(AppContext.BaseDirectory, "host.json"),
            ReplaceServices = Replace,
            Logging = logging => Log(logging, log),
            StartDurable = async durable =>
            {
                var engine = new DurableEngineOptions
                {
                    DataFile = folder.File("durable.db"),
                    Clock = Clock,
                    Functions = durable.Functions,
                    Converter = durable.Converter,
                    LoggerFactory = durable.LoggerFactory,
                    PurgeFinishedAfter = Options.KeepFinishedOrchestrations,
                    Faults = Options.DurableFaults,
                };
                Durable = await DurableEngine.StartAsync(engine with
                {
                    MaxConcurrentActivities = durable.MaxConcurrentActivities ?? engine.MaxConcurrentActivities,
                    MaxConcurrentTurns = durable.MaxConcurrentTurns ?? engine.MaxConcurrentTurns,
                    DefaultVersion = durable.DefaultVersion,
                });
                return new DurableRuntime(Durable.Client, Durable) { History = Durable.History };
            },
            Listen = Bus.Listen,
            BusClient = Bus.CreateClient(),
            TimerFile = folder.File("timers.json"),
            KeyFile = folder.File("keys.json"),
            Watch = Options.WatchFunctions,
            Hold = Options.HoldFunctions,
        }));
        _parts.Add(RunningPlatform.Announce(folder.File(RunningPlatform.FileName), Address, Control));
        _emulators.SendWebhooksTo(Address);
    }

    // Replaces transport, credential and time: the only differences from the app on Azure.
    private void Replace(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        services.LinkCalls(Clock);
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(_outage);
        var tables = new TableClientOptions { Transport = LinkedClients.Transport(Clock), RetryPolicy = new RetryOnClock(Clock) };
        tables.AddPolicy(_outage, HttpPipelinePosition.PerRetry);
        services.Replace(ServiceDescriptor.Singleton(_ =>
            (Options.DirectTables ? Tables.CreateClient(tables) : null) ?? new TableServiceClient(Tables.ConnectionString, tables)));
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
}
