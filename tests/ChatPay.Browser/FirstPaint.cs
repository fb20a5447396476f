using System.Globalization;
using System.Text;

namespace ChatPay.Browser;

/// <summary>Measures when a browser with an empty cache first paints each page, from a running platform: <c>CHATPAY_MEASURE=1 dotnet
/// test tests/ChatPay.Browser --filter FullyQualifiedName~FirstPaint --logger "console;verbosity=detailed"</c>. Prints a table and
/// asserts nothing: the times depend on the machine's load.</summary>
public sealed class FirstPaint(Stage stage, Chromium chromium, ITestOutputHelper output) : PageTest(stage, chromium)
{
    private const int Rounds = 5;

    [Fact]
    public async Task The_first_paint_of_each_page_is_measured()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CHATPAY_MEASURE") == "1", "Set CHATPAY_MEASURE=1 to measure.");
        var sale = Stage.NewSale("paint");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        string[] pages = ["", "chat", "desk", "ops", "api/docs/quick-start", "api/docs", "api/docs/webhooks", "api/docs/problems"];
        var table = new StringBuilder(
            "| Page | First contentful paint, ms: least | median | Bytes |\n|---|---|---|---|\n");
        foreach (var page in pages)
        {
            await MeasureAsync(page); // Warms up what the platform does once, such as compression.
            var rounds = new List<(double Paint, double Bytes)>();
            for (var round = 0; round < Rounds; round++)
                rounds.Add(await MeasureAsync(page));
            var paints = rounds.Select(of => of.Paint).Order().ToList();
            table.AppendLine(CultureInfo.InvariantCulture, $"| /{page} | {paints[0]:F0} | {paints[Rounds / 2]:F0} | {rounds[0].Bytes:F0} |");
        }

        output.WriteLine(table.ToString());
    }

    private async Task<(double Paint, double Bytes)> MeasureAsync(string page)
    {
        await using var tab = await OpenAsync(page);
        var measured = await tab.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const of = await new Promise(seen => new PerformanceObserver(list => {
                const [first] = list.getEntriesByName("first-contentful-paint");
                if (first) seen(first.startTime);
              }).observe({ type: "paint", buffered: true }));
              const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
              return [of, loaded.reduce((sum, one) => sum + one.transferSize, 0)];
            }
            """);
        return (measured[0], measured[1]);
    }
}
