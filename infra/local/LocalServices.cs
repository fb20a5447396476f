using ChatPay.Local.Clock;
using ChatPay.Local.Emulation;
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
/// Everything that the app needs when another host runs it, for its unmodified official clients: tables, a vault, Service Bus, a
/// token issuer, simulators of PayPal, Instagram and mail. The clock is the machine's, as it is the host's.
/// </summary>
public sealed class LocalServices : IAsyncDisposable
{
    private readonly OwnedParts _parts = new();
    private Emulators _emulators = null!;

    private LocalServices(LocalPlatformOptions options) => Options = options;

    public LocalPlatformOptions Options { get; }

    public LocalClock Clock { get; } = new();

    /// <summary>The address at which the app is expected.</summary>
    public Uri App { get; private set; } = null!;

    public TableStorage Tables => _emulators.Tables;

    public VaultService Vault => _emulators.Vault;

    public IdentityIssuer Identity => _emulators.Identity;

    public ServiceBusBroker Bus => _emulators.Bus;

    /// <summary>The broker's AMQP endpoint.</summary>
    public AmqpEndpoint Amqp => _emulators.Amqp!;

    public PayPalSimulator PayPal => _emulators.PayPal;

    public InstagramSimulator Instagram => _emulators.Instagram;

    public MailSink Mail => _emulators.Mail;

    /// <summary>The app's settings for these services, by configuration name.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private set; } = null!;

    /// <summary>The file in the data folder that records which settings were written.</summary>
    internal string WrittenSettings { get; private set; } = "";

    /// <exception cref="PlatformException">A port is in use, or the data folder is damaged or in use; the message says which.</exception>
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
        await _parts.DisposeAsync();
        Clock.Dispose();
    }

    private async Task StartAsync()
    {
        var folder = _parts.Add(DataFolder.Open(Options.DataFolder, Options.Fresh));
        WrittenSettings = folder.File("settings.json");
        _emulators = _parts.Add(await Emulators.StartAsync(Options.ForEmulators(folder, Clock, Options.BusPort)));
        App = new Uri($"http://127.0.0.1:{await PortOfTheAppAsync()}/");
        _emulators.SendWebhooksTo(App);
        _parts.Add(RunningPlatform.Announce(folder.File(RunningPlatform.FileName), App, _emulators.Control));
        Settings = AppSettings.UnderOfficialHost(_emulators, App, Options.Storage, Options.Settings);
    }

    // The app is started by another process, so its port cannot be reserved.
    private async Task<int> PortOfTheAppAsync()
    {
        if (Options.Port != 0)
            return Options.Port;
        await using var free = ReservedPort.Take();
        return free.Number;
    }
}
