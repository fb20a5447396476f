using System.Text.Json;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.Webhooks;
using Microsoft.DurableTask.Client;

namespace ChatPay.Journeys.Platform;

/// <summary>Invariants that hold after every journey, whatever happened in it.</summary>
internal static class Invariants
{
    // Signs of accounts: money that we owe is a credit, money owed to us a debit.
    private static readonly string[] Credits = ["held", "payable", "reserve", "refund:inflight", "payout:inflight", "platform:fees"];
    private static readonly string[] Debits = ["debt", "processor:withheld", "costs:losses", "costs:processing"];

    /// <returns>A sentence for each broken invariant.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(LocalPlatform platform)
    {
        await platform.Clock.DrainAsync();
        var broken = new List<string>();
        using var reader = new Sale(platform);
        var atProcessor = 0L;
        var netting = 0L;
        foreach (var id in await Rows.OrderIdsAsync(platform))
        {
            var book = await Book.OfAsync(reader.Operator, id);
            var order = Sale.Must(await reader.Operator.GetAsync($"orders/{id}"), 200).Body;
            broken.AddRange(OfBook(id, book).Concat(OfSeller(platform, id, order, book)));
            broken.AddRange(OfPayout(platform, id, order, book));
            atProcessor += book["processor:balance"];
            netting += book["netting"];
        }

        var moved = platform.PayPal.Balance - platform.Options.PayPalStartingBalance;
        if (atProcessor != moved)
            broken.Add($"The ledger has moved the balance at the provider by {atProcessor} cents, and the provider by {moved}.");
        if (netting != 0)
            broken.Add($"Netting leaves {netting} cents over.");
        broken.AddRange(OfParts(platform));
        await foreach (
            var failed in platform.Durable.Client.GetAllInstancesAsync(
                new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated] }))
            broken.Add($"The orchestration {failed.Name} {failed.InstanceId} has {failed.RuntimeStatus}.");
        return broken;
    }

    private static IEnumerable<string> OfBook(string id, Book book)
    {
        foreach (var entry in book.Entries.Where(e => e.Postings.Sum(p => p.Cents) != 0))
            yield return $"{id}: the transaction {entry.Id} does not sum to zero.";

        // At every moment, not only at the end.
        foreach (var moment in book.Entries.Select(e => e.At).Distinct())
        {
            var sofar = new Book([.. book.Entries.Where(e => e.At <= moment)]);
            foreach (var account in Credits.Where(a => sofar[a] > 0))
                yield return $"{id}: {account} is a debit of {sofar[account]} cents at {moment:O}.";
            foreach (var account in Debits.Where(a => sofar[a] < 0))
                yield return $"{id}: {account} is a credit of {-sofar[account]} cents at {moment:O}.";
        }
    }

    // −(held + payable + reserve + payout:inflight + debt) = gross − net fees − refunds − case losses − paid + netting + absorbed, by
    // the provider's figures.
    private static IEnumerable<string> OfSeller(LocalPlatform platform, string id, JsonElement order, Book book)
    {
        var captures = platform
            .PayPal.Captures.Where(c => Checkout.OrderOfInvoice(c.InvoiceId) == id && c.Status is not ("PENDING" or "DECLINED"))
            .ToList();
        if (captures.Count > 1)
            yield return $"{id}: the buyer was charged {captures.Count} times.";

        // A capture after the request's end is never the seller's.
        var gross = order.TryGetProperty("payout", out _) ? captures.Sum(c => c.Gross) : 0;
        var refunded =
            gross == 0
                ? 0
                : platform.PayPal.Refunds.Where(r => r.Status != "FAILED" && captures.Any(c => c.Id == r.CaptureId)).Sum(r => r.Amount);
        var fees = gross == 0 ? 0 : captures.Sum(c => c.Fee);
        // Money handed over as unclaimed property bypasses the provider's API, and counts as paid.
        var handedOver = book
            .Entries.Where(e => e.What.Contains("handed over", StringComparison.Ordinal))
            .SelectMany(e => e.Postings)
            .Where(p => p.Cents < 0)
            .Sum(p => -p.Cents);
        var paid = Payouts(platform, id).Where(p => p.Status == "SUCCESS").Sum(p => p.Amount) + handedOver;
        var owed = -(book["held"] + book["payable"] + book["reserve"] + book["payout:inflight"] + book["debt"]);
        var disputes = platform.PayPal.Disputes.Where(d => gross > 0 && captures.Any(c => c.Id == d.CaptureId)).ToList();
        var cases = disputes.Where(d => !d.IsOpen).Sum(d => d.Taken) + disputes.Sum(d => d.Fees);
        // Money that an operator has paid back by another way bypasses it too.
        refunded -= book.Entries.Where(e => e.What.Contains("paid otherwise", StringComparison.Ordinal)).SelectMany(e => e.Postings)
            .Where(p => p.Cents < 0).Sum(p => p.Cents);
        // A reversal and its dispute move the same money, but the provider shows it twice.
        refunded -= disputes.Where(d => d.WasReversed).Sum(d => d.Amount);
        if (owed != gross - fees - refunded - cases - paid + book["netting"] + book["costs:losses"])
            yield return $"{id}: the seller is owed {owed} cents, and not {gross} − {fees} − {refunded} − {cases} − {paid} + "
                + $"{book["netting"]}.";
    }

    // At most one settled payout per order, plus one after its reserve has ended; none before the end of the hold.
    private static IEnumerable<string> OfPayout(LocalPlatform platform, string id, JsonElement order, Book book)
    {
        var paid = Payouts(platform, id).Where(p => p.Status == "SUCCESS").ToList();
        if (paid.Count > 1 + book.Count("reserve ended") || paid.DistinctBy(p => p.SenderItemId).Count() < paid.Count)
            yield return $"{id}: {paid.Count} payouts are settled at the provider.";
        if (paid.Count > 0
            && !(order.GetProperty("payout").TryGetProperty("dueAt", out var due) && paid.All(p => p.Processed >= due.GetDateTimeOffset())))
            yield return $"{id}: paid out before it was due.";
    }

    private static IEnumerable<string> OfParts(LocalPlatform platform)
    {
        foreach (var failure in platform.PayPal.Failures.Concat(platform.Instagram.Failures))
            yield return $"A simulator failed: {failure}";
        foreach (var queue in platform.Bus.Queues.Where(q => q.DeadLettered > 0))
            yield return $"The queue {queue.Name} has {queue.DeadLettered} dead letters.";
        foreach (var webhook in platform.PayPal.Webhooks.Concat(platform.Instagram.Webhooks).Where(w => w.State == WebhookState.GivenUp))
            yield return $"The webhook {webhook.Id} ({webhook.Type}) was given up after {webhook.LastAnswer}.";
    }

    private static IEnumerable<Local.Simulators.PayPal.Payouts.SimulatedPayoutItem> Payouts(LocalPlatform platform, string id) =>
        platform.PayPal.Payouts.Where(p => p.SenderItemId?.StartsWith(id + "-payout-", StringComparison.Ordinal) == true);
}
