using ChatPay.Local.Settings;
using Spectre.Console;

namespace ChatPay.Local.Commands;

/// <summary>Starts what the app needs under the official host, writes the app's settings for it, and waits for Ctrl+C or
/// SIGTERM.</summary>
internal static class ServicesCommand
{
    public static async Task<int> RunAsync(LocalPlatformOptions options)
    {
        using var stop = new StopSignal();
        await using var services = await LocalServices.StartAsync(options);
        var file = Path.GetFullPath(options.AppSettingsFile ?? LocalSettingsFile.DefaultPath);
        var different = LocalSettingsFile.Write(file, services.WrittenSettings, services.Settings, services.App);
        Print(services);
        Print(services, file, different);
        // Scripts wait for this line.
        Console.WriteLine("Ready.");
        await stop.Given;
        return 0;
    }

    private static void Print(LocalServices services)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn("where");
        table.AddRow("Tables", services.Tables.Address.AbsoluteUri);
        table.AddRow("Service Bus", services.Amqp.Address.AbsoluteUri);
        table.AddRow("  its messages", $"dotnet run --project infra/local -- bus --data {Path.GetFullPath(services.Options.DataFolder)}");
        table.AddRow("Vault", services.Vault.Address.AbsoluteUri);
        table.AddRow("Tokens", $"{services.Identity.Authority.TrimEnd('/')}/token");
        table.AddRow("PayPal simulator", services.PayPal.Address.AbsoluteUri);
        table.AddRow("Instagram simulator", services.Instagram.Address.AbsoluteUri);
        table.AddRow("Mail", $"127.0.0.1:{services.Mail.Port}, into {services.Mail.Folder}");
        table.AddRow("Data", Path.GetFullPath(services.Options.DataFolder));
        AnsiConsole.MarkupLine("[bold]What the app needs is running.[/] Ctrl+C stops it; the data stays.");
        AnsiConsole.Write(table);
    }

    private static void Print(LocalServices services, string file, IReadOnlyList<string>? different)
    {
        Console.WriteLine(
            different switch
            {
                null => $"The app's settings are in {file}.",
                [] => $"The app's settings in {file} are right; the file has been edited and is left as it is.",
                _ =>
                    $"{file} has been edited and is left as it is. It differs in {string.Join(", ", different)}: take them from "
                        + $"{services.WrittenSettings}, or delete the file and start again.",
            });
        // Azurite's table service listens on the same port as the platform's own.
        if (services.Options.Storage is null)
            Console.WriteLine(
                "The host keeps its own state in AzureWebJobsStorage. To use Azurite ('npx azurite') for it and for the tables, start "
                    + "this with --storage UseDevelopmentStorage=true.");
        Console.WriteLine($"Next: 'func start' in functions/. The app is expected on {services.App}.");
    }
}
