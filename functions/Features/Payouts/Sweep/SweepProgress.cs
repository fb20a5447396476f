using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>What one sweep has seen, so that it looks at nothing twice and comes to an end.</summary>
public sealed class SweepProgress
{
    private readonly HashSet<(string OrderId, int Generation)> _passed = [];
    private readonly HashSet<string> _exhausted = [];

    /// <summary>What is left of the balance, by currency; null where the provider does not tell.</summary>
    public Dictionary<string, Money?> Funds { get; } = [];

    /// <summary>What paying out costs, by currency.</summary>
    public Dictionary<string, PayoutFee> Fees { get; } = [];

    /// <summary>The open batches, as the sweep has left them.</summary>
    public List<PayoutBatch> OpenBatches { get; } = [];

    /// <summary>Batches that payouts were found in.</summary>
    public Dictionary<string, PayoutBatch?> Batches { get; } = [];

    /// <summary>The orders that may owe, by seller.</summary>
    public Dictionary<string, IReadOnlyList<DebtIndex.Hint>> Debts { get; } = [];

    /// <summary>Whether payouts are paused, as of the last look.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether everything that is due has been looked at, and none of it goes on in another batch.</summary>
    public bool IsComplete { get; set; }

    /// <summary>How many payouts were put into new batches.</summary>
    public int Submitted { get; private set; }

    /// <summary>Whether this sweep is done with the entry.</summary>
    public bool IsPassed(DuePayout entry) => _passed.Contains((entry.OrderId, entry.Generation));

    public void Pass(string orderId, int g) => _passed.Add((orderId, g));

    /// <summary>Whether the balance does not cover the oldest that is left.</summary>
    public bool IsExhausted(string currency) => _exhausted.Contains(currency);

    public void Exhaust(string currency) => _exhausted.Add(currency);

    /// <summary>Counts a new batch, with those it was divided into. What was planned is not looked at again, except for those that
    /// were in it with an invalid one: they go on without it, and it is not due any more.</summary>
    public void Count(PayoutBatch planned, IReadOnlyList<PayoutBatch> reached)
    {
        foreach (var batch in reached.Where(b => b.State != PayoutBatchState.Refused))
        {
            Submitted += batch.Items.Count;
            foreach (var item in batch.Items)
            {
                if (Funds.GetValueOrDefault(item.Amount.Currency) is { } left)
                    Funds[item.Amount.Currency] =
                        left - (Fees.GetValueOrDefault(left.Currency) ?? new PayoutFee(left.Currency)).Cost(item.Amount);
            }
        }

        var goOn = reached
            .Where(b => b.Rejected.Count > 0)
            .SelectMany(b => b.Items.Where(i => b.Rejected.All(r => (r.OrderId, r.Generation) != (i.OrderId, i.Generation))))
            .ToList();
        IsComplete &= goOn.Count == 0;
        foreach (var item in planned.Items.Except(goOn))
            Pass(item.OrderId, item.Generation);
    }
}
