using ChatPay.Local.Control;
using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Emulation;

/// <summary>Everything that the app calls, in this process or under the official host: tables, a vault, a token issuer, Service Bus,
/// PayPal, Instagram and mail, with the API that moves their clock.</summary>
internal sealed class Emulators : IAsyncDisposable
{
    private readonly OwnedParts _parts = new();

    private Emulators()
    {
    }

    /// <summary>The address of the <see cref="ControlApi"/>, which moves the clock.</summary>
    public Uri Control { get; private set; } = null!;

    /// <summary>The developer's page; null when there is none.</summary>
    public Uri? DeveloperPage { get; private set; }

    public TableStorage Tables { get; private set; } = null!;

    public VaultService Vault { get; private set; } = null!;

    public IdentityIssuer Identity { get; private set; } = null!;

    public ServiceBusBroker Bus { get; private set; } = null!;

    /// <summary>The broker over AMQP; null without <see cref="EmulatorOptions.BusPort"/>.</summary>
    public AmqpEndpoint? Amqp { get; private set; }

    public PayPalSimulator PayPal { get; private set; } = null!;

    public InstagramSimulator Instagram { get; private set; } = null!;

    public MailSink Mail { get; private set; } = null!;

    /// <exception cref="PlatformException">A port is in use, or a data file is damaged; the message says which.</exception>
    public static async Task<Emulators> StartAsync(EmulatorOptions options)
    {
        var emulators = new Emulators();
        try
        {
            await emulators.StartAllAsync(options);
            return emulators;
        }
        catch
        {
            await emulators.DisposeAsync();
            throw;
        }
    }

    /// <summary>Points the webhooks of PayPal and Instagram at the app.</summary>
    /// <param name="app">The app's address.</param>
    public void SendWebhooksTo(Uri app)
    {
        PayPal.WebhookUrl = new Uri(app, "api/webhooks/paypal");
        Instagram.WebhookUrl = new Uri(app, "api/webhooks/meta");
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private async Task StartAllAsync(EmulatorOptions options)
    {
        var (folder, clock, ports) = (options.Folder, options.Clock, options.Ports);
        Control = _parts.Add(await ControlApi.StartAsync(ports.Control, clock, () => Bus, options.AnswerMore)).Address;
        DeveloperPage = options.AnswerMore is null ? null : Control;
        Tables = _parts.Add(await TableStorage.StartAsync(options));
        Vault = _parts.Add(
            await VaultService.StartAsync(
                new()
                {
                    DataFile = folder.File("vault.db"),
                    Clock = clock,
                    Port = ports.Vault,
                    CertificateFile = options.BusPort is null ? null : folder.File("vault-tls.pfx"),
                }));
        Identity = _parts.Add(
            await IdentityIssuer.StartAsync(new() { KeyFile = folder.File("issuer.key"), Clock = clock, Port = ports.Identity }));
        Bus = _parts.Add(ServiceBusBroker.Open(new() { DataFile = folder.File("bus.db"), Clock = clock, Watch = options.WatchMessages }));
        BusEntities.Declare(Bus);
        Amqp = options.BusPort is { } port ? _parts.Add(AmqpEndpoint.Start(new() { Broker = Bus, Clock = clock, Port = port })) : null;
        PayPal = _parts.Add(
            await PayPalSimulator.StartAsync(
                new()
                {
                    DataFile = folder.File("paypal.db"),
                    Clock = clock,
                    Port = ports.PayPal,
                    StartingBalance = options.PayPalStartingBalance,
                    Watch = options.WatchPayPal,
                }));
        Instagram = _parts.Add(
            await InstagramSimulator.StartAsync(
                new() { DataFile = folder.File("instagram.db"), Clock = clock, Port = ports.Instagram }));
        Mail = _parts.Add(MailSink.Start(folder.Mails, ports.Mail));
    }
}
