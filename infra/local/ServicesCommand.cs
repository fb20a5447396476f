using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Identity;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Web;
using Spectre.Console;

namespace ChatPay.Local;

/// <summary>
/// Starts what the app can use under the official host: the table service, the issuer, the simulators. Not the vault (the app's
/// client insists on TLS and on a vault's own domain), not Service Bus and not Durable Task (their clients speak AMQP and gRPC). The
/// clock is the machine's, as the official host's.
/// </summary>
internal static class ServicesCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(LocalPlatformOptions options)
    {
        using var stop = new StopSignal();
        var ports = PlatformPorts.Of(options);
        await using var folder = DataFolder.Open(options.DataFolder, options.Fresh);
        using var clock = new LocalClock();
        await using var tables = await TableStorage.StartAsync(options.Storage, folder, clock, ports.Tables);
        await using var identity = await IdentityIssuer.StartAsync(new() { KeyFile = folder.File("issuer.key"), Clock = clock, Port = ports.Identity });
        await using var payPal = await PayPalSimulator.StartAsync(
            new() { DataFile = folder.File("paypal.db"), Clock = clock, Port = ports.PayPal, StartingBalance = options.PayPalStartingBalance });
        await using var instagram = await InstagramSimulator.StartAsync(new() { DataFile = folder.File("instagram.db"), Clock = clock, Port = ports.Instagram });
        var app = new Uri($"http://127.0.0.1:{await PortOfTheAppAsync(ports)}/");
        payPal.WebhookUrl = new Uri(app, "api/webhooks/paypal");
        instagram.WebhookUrl = new Uri(app, "api/webhooks/meta");

        Print(options, app, AppSettings.Of(tables.ConnectionString, identity, payPal, instagram, app));
        await stop.Given;
        return 0;
    }

    // The app is started by somebody else, so its port cannot be kept for it.
    private static async Task<int> PortOfTheAppAsync(PlatformPorts ports)
    {
        if (ports.App != 0)
            return ports.App;
        await using var free = ReservedPort.Take();
        return free.Number;
    }

    private static void Print(LocalPlatformOptions options, Uri app, IReadOnlyDictionary<string, string?> settings)
    {
        var values = new Dictionary<string, string?> { ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" };
        foreach (var (name, value) in settings)
            values[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        AnsiConsole.MarkupLine("[bold]The table service, the issuer of tokens, and the simulators of PayPal and Instagram are running.[/] Ctrl+C stops them; the data stays.");
        Console.WriteLine($"Put these settings into local.settings.json, and start the app on {app} (func start --port {app.Port}):");
        Console.WriteLine(JsonSerializer.Serialize(new { IsEncrypted = false, Values = values }, Readable));
        Console.WriteLine("Still to be set, because it cannot be had here: AzureWebJobsStorage, ServiceBus, KeyVault__Uri.");
        Console.WriteLine($"Data: {Path.GetFullPath(options.DataFolder)}");
        // Scripts wait for this line.
        Console.WriteLine("Ready.");
    }
}
