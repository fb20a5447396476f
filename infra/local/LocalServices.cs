using ChatPay.Local.Clock;
using ChatPay.Local.Control;
using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Settings;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Vault;
using ChatPay.Local.Web;

namespace ChatPay.Local;

/// <summary>
/// All that the app needs from outside when somebody else hosts it, for its official clients as they are: tables, a vault, Service Bus,
/// a token issuer, simulators of PayPal, Instagram and mail. The clock is the machine's, as the host's.
/// </summary>
public sealed class LocalServices : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private LocalServices(LocalPlatformOptions options) => Options = options;

    public LocalPlatformOptions Options { get; }

    public LocalClock Clock { get; } = new();

    /// <summary>Where the app is expected.</summary>
    public Uri App { get; private set; } = null!;

    public TableStorage Tables { get; private set; } = null!;

    public VaultService Vault { get; private set; } = null!;

    public IdentityIssuer Identity { get; private set; } = null!;

    public ServiceBusBroker Bus { get; private set; } = null!;

    /// <summary>Where the broker is reached.</summary>
    public AmqpEndpoint Amqp { get; private set; } = null!;

    public PayPalSimulator PayPal { get; private set; } = null!;

    public InstagramSimulator Instagram { get; private set; } = null!;

    public MailSink Mail { get; private set; } = null!;

    /// <summary>The settings with which the app finds all this, by their names in the configuration.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private set; } = null!;

    /// <summary>The data folder's file that remembers which settings were written.</summary>
    internal string WrittenSettings { get; private set; } = "";

    /// <exception cref="PlatformException">A port is in use, or the data folder is damaged or in use; one sentence says which.</exception>
    public static async Task<LocalServices> StartAsync(LocalPlatformOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var services = new LocalServices(options);
        try
        {
            await services.StartAsync();
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        Clock.Dispose();
    }

    private async Task StartAsync()
    {
        var ports = PlatformPorts.Of(Options);
        var folder = Add(DataFolder.Open(Options.DataFolder, Options.Fresh));
        WrittenSettings = folder.File("settings.json");
        var control = Add(await ControlApi.StartAsync(ports.Control, Clock, () => Bus)).Address;
        Tables = Add(await TableStorage.StartAsync(Options.Storage, folder, Clock, ports.Tables));
        Vault = Add(
            await VaultService.StartAsync(
                new()
                {
                    DataFile = folder.File("vault.db"),
                    Clock = Clock,
                    Port = ports.Vault,
                    CertificateFile = folder.File("vault-tls.pfx"),
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
        Amqp = Add(
            AmqpEndpoint.Start(
                new()
                {
                    Broker = Bus,
                    Clock = Clock,
                    Port = Options.BusPort,
                }));
        PayPal = Add(
            await PayPalSimulator.StartAsync(
                new()
                {
                    DataFile = folder.File("paypal.db"),
                    Clock = Clock,
                    Port = ports.PayPal,
                    StartingBalance = Options.PayPalStartingBalance,
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
        App = new Uri($"http://127.0.0.1:{await PortOfTheAppAsync(ports)}/");
        PayPal.WebhookUrl = new Uri(App, "api/webhooks/paypal");
        Instagram.WebhookUrl = new Uri(App, "api/webhooks/meta");
        Add(RunningPlatform.Announce(folder.File(RunningPlatform.FileName), App, control));
        Settings = AppSettings.For(this);
    }

    // The app is started by somebody else, so its port cannot be kept for it.
    private static async Task<int> PortOfTheAppAsync(PlatformPorts ports)
    {
        if (ports.App != 0)
            return ports.App;
        await using var free = ReservedPort.Take();
        return free.Number;
    }

    private T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
