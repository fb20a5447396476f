using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace ChatPay.Local.Demo;

/// <summary>Plays one whole sale over HTTP, narrates each step, and returns 0 only when the seller's payout is settled at the
/// provider and the ledger balances.</summary>
internal static class DemoCommand
{
    /// <param name="options">How the platform starts.</param>
    /// <param name="pace">How fast to play; at full speed when null.</param>
    public static async Task<int> RunAsync(LocalPlatformOptions options, DemoPace? pace = null)
    {
        var watch = Stopwatch.StartNew();
        AnsiConsole.MarkupLine("[bold]One sale in a chat, from the first question to the seller's money[/]");
        await using var platform = await LocalPlatform.StartAsync(options);
        using var sale = new Sale(platform);
        try
        {
            if (pace is not null)
                await pace.Begin(platform);
            await PlayAsync(platform, sale, pace);
            await ShowAsync(sale);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or JsonException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The sale stopped: {e.Message}[/]");
            AnsiConsole.MarkupLineInterpolated($"[grey]The log is {Path.Combine(Path.GetFullPath(options.DataFolder), "chatpay.log")}.[/]");
            return 1;
        }

        var code = Judge(await DemoVerdict.OfAsync(platform, sale), options, watch.Elapsed);
        if (pace is not null)
            await pace.End();
        return code;
    }

    private static async Task PlayAsync(LocalPlatform platform, Sale sale, DemoPace? pace)
    {
        await Step(
            platform,
            pace,
            "A seller signs up with a business account, accepts the terms, hands in identity data (into the vault), and is verified",
            async () =>
            {
                await sale.SignUpAsync();
                return $"seller {sale.SellerId} is active";
            });
        await Step(
            platform,
            pace,
            "A buyer opens a conversation and asks; the seller answers",
            async () =>
            {
                await sale.TalkAsync();
                return $"conversation {sale.ConversationId}";
            });
        await Step(
            platform,
            pace,
            "The seller sends a payment request: 2 × blue mug at 24.00, shipping 6.50",
            async () =>
            {
                await sale.RequestPaymentAsync();
                return $"order {sale.OrderId}: {await sale.StatusAsync()}";
            });
        await Step(
            platform,
            pace,
            "The buyer taps on pay and approves at PayPal (the simulator); the app captures",
            async () =>
            {
                await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
                return await sale.StatusAsync();
            });
        await Step(
            platform,
            pace,
            "The seller marks the order as shipped, with carrier and tracking number",
            async () =>
            {
                await sale.ShipAsync();
                return await sale.StatusAsync();
            });
        await Step(
            platform,
            pace,
            "Three days pass: the hold ends, the payout is released",
            async () =>
            {
                await platform.Clock.AdvanceAsync(TimeSpan.FromHours(72));
                return await sale.StatusAsync();
            });
        await Step(
            platform,
            pace,
            "The sweep pays out through PayPal Payouts, and the provider settles",
            async () =>
            {
                await platform.Clock.AdvanceAsync(TimeSpan.FromHours(2));
                return await sale.StatusAsync();
            });
    }

    private static async Task Step(LocalPlatform platform, DemoPace? pace, string what, Func<Task<string>> act)
    {
        var outcome = await act();
        AnsiConsole.MarkupLineInterpolated($"[grey]{platform.Clock.GetUtcNow():yyyy-MM-dd HH:mm}Z[/]  {what}");
        AnsiConsole.MarkupLineInterpolated($"                   [green]→ {outcome}[/]");
        if (pace is not null)
            await pace.AfterStep();
    }

    private static async Task ShowAsync(Sale sale)
    {
        var messages = Sale.Must(await sale.Buyer.GetAsync($"conversations/{sale.ConversationId}/messages"), 200);
        var chat = new Table { Title = new TableTitle("The conversation, as the buyer sees it") }
            .Border(TableBorder.Rounded)
            .AddColumn("From")
            .AddColumn("Text");
        foreach (var message in messages.Body.GetProperty("items").EnumerateArray())
            chat.AddRow(Markup.Escape(Text(message, "from")), Markup.Escape(Text(message, "text")));
        AnsiConsole.Write(chat);

        var timeline = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}/timeline"), 200);
        var events = new Table { Title = new TableTitle("The order's timeline") }
            .Border(TableBorder.Rounded)
            .AddColumn("Time (UTC)")
            .AddColumn("What")
            .AddColumn("Amount")
            .AddColumn("Detail");
        foreach (var entry in timeline.Body.GetProperty("items").EnumerateArray())
            events.AddRow(Time(entry), Text(entry, "type"), Amount(entry), Markup.Escape(Text(entry, "detail")));
        AnsiConsole.Write(events);

        var ledger = Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}/ledger"), 200);
        var book = new Table { Title = new TableTitle("The ledger: debit +, credit −") }
            .Border(TableBorder.Rounded)
            .AddColumn("What")
            .AddColumn("Account")
            .AddColumn(new TableColumn("USD").RightAligned());
        foreach (var transaction in ledger.Body.GetProperty("transactions").EnumerateArray())
        {
            var what = Text(transaction, "what");
            foreach (var posting in transaction.GetProperty("postings").EnumerateArray())
            {
                book.AddRow(
                    what,
                    Markup.Escape(Text(posting, "account")),
                    posting.GetProperty("amount").GetProperty("amount").GetString()!);
                what = "";
            }
        }

        AnsiConsole.Write(book);
    }

    private static int Judge(DemoVerdict verdict, LocalPlatformOptions options, TimeSpan took)
    {
        foreach (var missing in verdict.Missing)
            AnsiConsole.MarkupLineInterpolated($"[red]Missing: {missing}[/]");
        if (verdict.Missing.Count > 0)
            return 1;

        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold green]The seller has been paid {verdict.PaidOut}; the ledger balances.[/] [grey]({took.TotalSeconds:0.0} s)[/]");
        AnsiConsole.MarkupLineInterpolated($"[grey]Data and log: {Path.GetFullPath(options.DataFolder)}.[/]");
        AnsiConsole.MarkupLine("[grey]Start the platform itself with: dotnet run --project infra/local[/]");
        return 0;
    }

    private static string Time(JsonElement entry) =>
        entry.GetProperty("at").GetDateTimeOffset().ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Amount(JsonElement entry) =>
        entry.TryGetProperty("amount", out var money) ? money.GetProperty("amount").GetString()! : "";
}
