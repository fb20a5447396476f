using ChatPay.Local.Developer;
using Spectre.Console;

namespace ChatPay.Local.Commands;

/// <summary>Starts the platform, prints where everything is, and waits for Ctrl+C or SIGTERM.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(LocalPlatformOptions options)
    {
        using var stop = new StopSignal();
        await using var platform = await LocalPlatform.StartAsync(
            options with { DeveloperPage = running => new DeveloperApi(running).TryAnswerAsync });
        Print(platform);
        await stop.Given;
        AnsiConsole.MarkupLine("[grey]Stopping: running work may finish. Ctrl+C again stops at once.[/]");
        return 0;
    }

    private static void Print(LocalPlatform platform)
    {
        var folder = Path.GetFullPath(platform.Options.DataFolder);
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn("where");
        table.AddRow("Chat", $"{platform.Address}chat");
        table.AddRow("Seller's desk", $"{platform.Address}desk");
        table.AddRow("Operator's desk", $"{platform.Address}ops");
        table.AddRow("The API", $"{platform.Address}api/docs");
        table.AddRow("  is it well?", $"curl {platform.Address}api/health/ready");
        table.AddRow("  its access keys", $"{Path.Combine(folder, "keys.json")}  (header x-functions-key)");
        table.AddRow("Tokens", $"curl {platform.Identity.Authority.TrimEnd('/')}/token -d sub=seller-1 -d roles=seller");
        table.AddRow("PayPal simulator", platform.PayPal.Address.AbsoluteUri);
        table.AddRow("Instagram simulator", platform.Instagram.Address.AbsoluteUri);
        table.AddRow("Mails", platform.Mail.Folder);
        table.AddRow("Tables", platform.Tables.Address.AbsoluteUri);
        table.AddRow("Vault", platform.Vault.Address.AbsoluteUri);
        table.AddRow("Clock", $"{platform.Clock.GetUtcNow():yyyy-MM-dd HH:mm}Z at {platform.Control}clock");
        table.AddRow("  three days later", $"dotnet run --project infra/local -- clock advance 3d{Which(platform.Options)}");
        table.AddRow("Data and log", folder);
        AnsiConsole.MarkupLine("[bold]ChatPay is running.[/] Ctrl+C stops it; the data stays.");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("To see one whole sale: [bold]dotnet run --project infra/local -- demo[/]");
        AnsiConsole.MarkupLine($"Both phones, the clock and everything behind them: open [bold]{platform.Control}[/]");
        // Scripts wait for this line.
        AnsiConsole.WriteLine("Ready.");
    }

    // The option that lets the command find a platform that is not at the default place.
    private static string Which(LocalPlatformOptions options) =>
        options.DataFolder == new LocalPlatformOptions().DataFolder ? "" : $" --data {options.DataFolder}";
}
