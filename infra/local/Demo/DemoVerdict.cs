using System.Globalization;
using System.Text.Json;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Local.Demo;

/// <summary>Whether the sale was completed, judged by the provider's books and the app's ledger.</summary>
/// <param name="PaidOut">What the seller was paid, such as <c>52.11 USD</c>.</param>
/// <param name="Missing">One sentence per thing that is wrong; empty when the sale was completed.</param>
public sealed record DemoVerdict(string PaidOut, IReadOnlyList<string> Missing)
{
    public static Task<DemoVerdict> OfAsync(LocalPlatform platform, Sale sale) =>
        OfAsync(sale, platform.PayPal.Payouts, platform.PayPal.Balance - platform.Options.PayPalStartingBalance);

    /// <param name="sale">The sale.</param>
    /// <param name="payouts">Every payout at the provider.</param>
    /// <param name="moved">The change of the provider's balance during this sale, in cents.</param>
    public static async Task<DemoVerdict> OfAsync(Sale sale, IReadOnlyList<SimulatedPayoutItem> payouts, long moved)
    {
        var missing = new List<string>();
        var status = await sale.StatusAsync();
        if (status != "paidOut")
            missing.Add($"the order is '{status}', not 'paidOut'.");

        var paid = payouts.Where(p => p.Status == "SUCCESS").ToList();
        if (paid.Count != 1)
            missing.Add($"the provider has settled {paid.Count} payouts, not one.");

        var ledger = Sale.Must(await sale.Operator.GetAsync($"orders/{sale.OrderId}/ledger"), 200).Body;
        foreach (var transaction in ledger.GetProperty("transactions").EnumerateArray())
        {
            if (transaction.GetProperty("postings").EnumerateArray().Sum(Cents) is not 0 and var rest)
                missing.Add($"the ledger transaction {transaction.GetProperty("id").GetString()} is off by {rest} cents.");
        }

        foreach (var account in ledger
                .GetProperty("balances")
                .EnumerateObject()
                .Where(a =>
                    a.Name.StartsWith("seller:", StringComparison.Ordinal) || a.Name.EndsWith(":inflight", StringComparison.Ordinal)))
        {
            if (Cents(account.Value) != 0)
                missing.Add($"the account {account.Name} has {account.Value.GetProperty("amount").GetString()} left.");
        }

        if (!ledger.GetProperty("balances").TryGetProperty("processor:balance", out var booked) || Cents(booked) != moved)
            missing.Add($"the provider's balance has moved by {moved} cents, and the ledger says otherwise.");
        return new DemoVerdict(paid.Count > 0 ? $"{paid[0].Amount / 100}.{paid[0].Amount % 100:00} USD" : "nothing", missing);
    }

    private static long Cents(JsonElement posting)
    {
        var money = posting.GetProperty("amount");
        var text = money.ValueKind == JsonValueKind.Object ? money.GetProperty("amount").GetString()! : money.GetString()!;
        return long.Parse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
