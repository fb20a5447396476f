using System.Globalization;
using System.Text.Json;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Platform;

/// <summary>The ledger of one order as an operator reads it. Amounts are cents, debit positive.</summary>
internal sealed record Book(IReadOnlyList<Book.Entry> Entries)
{
    /// <summary>One transaction.</summary>
    public sealed record Entry(string Id, string What, DateTimeOffset At, IReadOnlyList<(string Account, long Cents)> Postings);

    /// <summary>The balance of an account; a seller's accounts are named by their last part, such as <c>held</c>.</summary>
    public long this[string account] =>
        Entries
            .SelectMany(e => e.Postings)
            .Where(p =>
                p.Account == account
                || (
                    p.Account.StartsWith("seller:", StringComparison.Ordinal) && p.Account.EndsWith(":" + account, StringComparison.Ordinal)
                ))
            .Sum(p => p.Cents);

    /// <summary>The number of transactions whose description contains a text.</summary>
    public int Count(string what) => Entries.Count(e => e.What.Contains(what, StringComparison.Ordinal));

    public static async Task<Book> OfAsync(Sale sale) => await OfAsync(sale.Operator, sale.OrderId);

    public static async Task<Book> OfAsync(SaleClient @operator, string orderId)
    {
        var body = Sale.Must(await @operator.GetAsync($"orders/{orderId}/ledger"), 200).Body;
        return new Book([.. body.GetProperty("transactions").EnumerateArray().Select(EntryOf).OrderBy(e => e.At)]);
    }

    /// <summary>Converts an amount of the API to cents.</summary>
    public static long Cents(JsonElement money) =>
        money.GetProperty("amount").GetString() is { } text && money.GetProperty("currency").GetString() == "USD"
            ? long.Parse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"This is no amount of US dollars: {money.GetRawText()}");

    private static Entry EntryOf(JsonElement transaction) =>
        new(
            transaction.GetProperty("id").GetString()!,
            transaction.GetProperty("what").GetString()!,
            transaction.GetProperty("at").GetDateTimeOffset(),
            [
                .. transaction
                    .GetProperty("postings")
                    .EnumerateArray()
                    .Select(p => (p.GetProperty("account").GetString()!, Cents(p.GetProperty("amount")))),
            ]);
}
