using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local;
using ChatPay.Local.Demo;

[assembly: AssemblyFixture(typeof(Stories))]

namespace ChatPay.Journeys.Platform;

/// <summary>Prints everything that people were shown in each journey, for review: the conversation as buyer and seller see it, the
/// pages, the seller's mails, and the operators' tasks. One file beside the tests.</summary>
public sealed partial class Stories : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> Printed = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Pages = new(StringComparer.Ordinal);

    private static string File { get; } = Path.Combine(AppContext.BaseDirectory, "stories.txt");

    public void Dispose()
    {
        if (!Printed.IsEmpty)
            System.IO.File.WriteAllText(File, string.Join('\n', Printed.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)));
        System.IO.File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "api.txt"), ApiContract.Own.Report());
        ApiExamples.Write();
    }

    /// <summary>Records a page that was shown in the running test.</summary>
    internal static void Shown(string html)
    {
        var read = WebUtility.HtmlDecode(Tag().Replace(Head().Replace(html, ""), " "));
        Pages.GetOrAdd(Test(), _ => []).Enqueue(Blank().Replace(read, " ").Trim());
    }

    /// <summary>Prints what people were shown about a sale of the running journey.</summary>
    internal static async Task PrintAsync(Sale sale, LocalPlatform local)
    {
        var text = new StringBuilder(
            $"{Test()}\n  ends: {await sale.StatusAsync()} (buyer: {(await sale.Buyer.GetAsync($"orders/{sale.OrderId}"))["status"]})\n");
        var buyer = await ToldAsync(sale.Buyer, sale);
        var seller = await ToldAsync(sale.Seller, sale);
        foreach (var (at, said) in buyer.Union(seller).OrderBy(told => told.At))
        {
            var who = !seller.Contains((at, said)) ? "buyer" : buyer.Contains((at, said)) ? "both" : "seller";
            text.Append(CultureInfo.InvariantCulture, $"  {at:ddd dd HH:mm} to {who,-6}  {said}\n");
        }

        foreach (var mail in local.Mail.Mails.Where(mail => mail.Text.Contains(sale.OrderId, StringComparison.Ordinal)))
            text.Append(CultureInfo.InvariantCulture, $"  mail     {mail.Subject} | {OneLine(mail.Text)}\n");
        foreach (var status in new[] { "open", "resolved" })
        {
            foreach (var item in Items(await sale.Operator.GetAsync($"ops/attention?status={status}&limit=100"))
                    .Where(i => i.GetRawText().Contains(sale.OrderId, StringComparison.Ordinal)))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  alert    {item.GetProperty("kind")} | {OneLine(item.GetProperty("what").GetString()!)} | "
                        + $"{OneLine(item.GetProperty("toDo").GetString()!)}\n");
        }

        if (Pages.TryRemove(Test(), out var pages))
            text.AppendJoin("", pages.Distinct(StringComparer.Ordinal).Select(page => $"  page     {OneLine(page)}\n"));
        Printed[$"{Test()} {Printed.Count:D5}"] = text.ToString();
    }

    private static async Task<List<(DateTimeOffset At, string Text)>> ToldAsync(SaleClient person, Sale sale) =>
        [
            .. Items(await person.GetAsync($"conversations/{sale.ConversationId}/messages?limit=100"))
                .Select(m =>
                    (
                        m.GetProperty("at").GetDateTimeOffset(),
                        $"{m.GetProperty("from").GetString(), -7} {OneLine(m.GetProperty("text").GetString()!)}")),
        ];

    private static IEnumerable<JsonElement> Items(SaleClient.Answer answer) =>
        answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("items", out var items) ? items.EnumerateArray() : [];

    private static string OneLine(string text) => Link().Replace(Id().Replace(text, "$1-…"), "(link)").Replace('\n', ' ').Trim();

    private static string Test() => TestContext.Current.Test?.TestDisplayName.Split('.')[^1].Replace('_', ' ') ?? "";

    [GeneratedRegex("<(head|style)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\b(ord|sel|con|shp|usr|cas)-[a-z0-9]{20,}")]
    private static partial Regex Id();

    [GeneratedRegex(@"http\S+")]
    private static partial Regex Link();
}
