using Spectre.Console;

namespace ChatPay.Local;

/// <summary>Starts the platform, prints where everything is, and waits for Ctrl+C or SIGTERM.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(LocalPlatformOptions options)
    {
        var stop = new TaskCompletionSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.TrySetResult();
        };
        using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, e =>
        {
            e.Cancel = true;
            stop.TrySetResult();
        });

        await using var platform = await LocalPlatform.StartAsync(options);
        Print(platform);
        await stop.Task;
        AnsiConsole.MarkupLine("[grey]Stopping…[/]");
        return 0;
    }

    private static void Print(LocalPlatform platform)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn("where");
        table.AddRow("App", $"{platform.Address}api/");
        table.AddRow("Health", $"{platform.Address}api/health/ready");
        table.AddRow("Tokens", $"{platform.Identity.Authority}  (POST token)");
        table.AddRow("PayPal simulator", platform.PayPal.Address.AbsoluteUri);
        table.AddRow("Instagram simulator", platform.Instagram.Address.AbsoluteUri);
        table.AddRow("Tables", platform.Tables.Address.AbsoluteUri);
        table.AddRow("Vault", platform.Vault.Address.AbsoluteUri);
        table.AddRow("Clock", $"{platform.Control}clock  (POST clock/advance {{\"by\":\"3.00:00:00\"}})");
        table.AddRow("Data and log", Path.GetFullPath(platform.Options.DataFolder));
        AnsiConsole.MarkupLine("[bold]ChatPay is running.[/] Ctrl+C stops it; the data stays.");
        AnsiConsole.Write(table);
        // Scripts wait for this line.
        AnsiConsole.WriteLine("Ready.");
    }
}
