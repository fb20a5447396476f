using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ChatPay.Journeys.Platform;

[assembly: AssemblyFixture(typeof(Ledgers))]

namespace ChatPay.Journeys.Platform;

/// <summary>Prints the final ledger of each journey for people to read: in the test's output, and all of them in one file beside the
/// tests.</summary>
public sealed class Ledgers : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> Printed = new(StringComparer.Ordinal);

    /// <summary>The path of the file.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "ledgers.txt");

    public void Dispose()
    {
        if (!Printed.IsEmpty)
            System.IO.File.WriteAllText(File, string.Join('\n', Printed.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)));
    }

    /// <summary>Prints the ledger of an order of the running journey.</summary>
    internal static void Print(Book book, string state)
    {
        var test = TestContext.Current.Test?.TestDisplayName.Split('.')[^1].Replace('_', ' ') ?? "";
        var text = Text(test, book, state);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Printed[$"{test} {Printed.Count:D5}"] = text;
    }

    private static string Text(string test, Book book, string state)
    {
        var text = new StringBuilder($"{test}\n  ends: {state}\n");
        foreach (var entry in book.Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {entry.At:yyyy-MM-dd HH:mm}  {entry.What}\n");
            foreach (var (account, cents) in entry.Postings)
                text.Append(CultureInfo.InvariantCulture, $"    {Name(account),-20}{cents / 100m,12:+0.00;-0.00}\n");
        }

        foreach (var account in book
                .Entries.SelectMany(e => e.Postings)
                .GroupBy(p => Name(p.Account))
                .OrderBy(g => g.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"  = {account.Key,-20}{account.Sum(p => p.Cents) / 100m,12:+0.00;-0.00;0.00}\n");
        return text.ToString();
    }

    private static string Name(string account) =>
        account.StartsWith("seller:", StringComparison.Ordinal) ? "seller's " + account.Split(':')[^1] : account;
}
