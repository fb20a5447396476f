using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>What one sweep has seen, so that it processes nothing twice and ends.</summary>
public sealed class SweepProgress
{
    private readonly HashSet<(string OrderId, int Generation)> _seen = [];
    private readonly Dictionary<(string OrderId, int Generation), DuePayout> _planned = [];
    private readonly List<DuePayout> _setAside = [];
    private readonly HashSet<string> _exhausted = [];
    private Queue<DuePayout> _waiting = [];
    private string? _next;
    private bool _isRead;

    /// <summary>What is left of the balance, by currency; null where the provider does not report it.</summary>
    public Dictionary<string, Money?> Funds { get; } = [];

    /// <summary>What paying out costs, by currency.</summary>
    public Dictionary<string, PayoutFee> Fees { get; } = [];

    /// <summary>Whether <see cref="Fees"/> is complete.</summary>
    public bool HasListedFees { get; set; }

    /// <summary>The orders of the batch that is being created, as read for it: they are put into it under the version that was
    /// read.</summary>
    public Dictionary<string, StoredOrder> Read { get; } = [];

    /// <summary>The open batches, as the sweep has left them.</summary>
    public List<PayoutBatch> OpenBatches { get; } = [];

    /// <summary>The batches in which payouts were found.</summary>
    public Dictionary<string, PayoutBatch?> Batches { get; } = [];

    /// <summary>The orders that may owe, by seller.</summary>
    public Dictionary<string, List<OwingOrder>> Debts { get; } = [];

    /// <summary>The sellers of the orders that were processed; null where there is none. Whether one may be paid is checked again
    /// when a batch is sealed.</summary>
    public Dictionary<string, Seller?> Sellers { get; } = [];

    /// <summary>How many entries were set aside for a later batch.</summary>
    public int SetAsideCount => _setAside.Count;

    /// <summary>The time up to which payouts are due, UTC; null before the index is read. The same for all of its pages.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Whether payouts are paused, when it was last read.</summary>
    public bool IsPaused { get; set; }

    /// <summary>How many payouts were put into new batches.</summary>
    public int Submitted { get; private set; }

    /// <summary>Begins a batch: the entries that were set aside come first.</summary>
    public void BeginBatch()
    {
        _waiting = new([.. _setAside, .. _waiting]);
        _setAside.Clear();
        _planned.Clear();
        Read.Clear();
    }

    /// <summary>The next entries to process, at most this many; none when everything due was processed. The index is read once,
    /// however many batches result.</summary>
    public async Task<IReadOnlyList<DuePayout>> TakeAsync(int count, Func<string?, Task<DuePage>> readPage)
    {
        await FillAsync(count, readPage);
        var taken = new List<DuePayout>();
        while (taken.Count < count && _waiting.TryDequeue(out var entry))
            taken.Add(entry);
        return taken;
    }

    /// <summary>Sets an entry aside for a later batch.</summary>
    public void SetAside(DuePayout entry) => _setAside.Add(entry);

    /// <summary>Adds an entry to the batch that is being created.</summary>
    public void Plan(DuePayout entry) => _planned[(entry.OrderId, entry.Generation)] = entry;

    /// <summary>Whether the balance does not cover the oldest payout that is left.</summary>
    public bool IsExhausted(string currency) => _exhausted.Contains(currency);

    public void Exhaust(string currency) => _exhausted.Add(currency);

    /// <summary>Counts the batch, and those it was split into. The valid items of a batch that was refused for an invalid one are
    /// processed again.</summary>
    public void Count(IReadOnlyList<PayoutBatch> reached)
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

        foreach (var batch in reached.Where(b => b.Rejected.Count > 0))
        {
            foreach (var item in batch.Items.Where(i => batch.Rejected.All(r => (r.OrderId, r.Generation) != (i.OrderId, i.Generation))))
                SetAside(_planned[(item.OrderId, item.Generation)]);
        }
    }

    private async Task FillAsync(int count, Func<string?, Task<DuePage>> readPage)
    {
        while (_waiting.Count < count && !_isRead)
        {
            var page = await readPage(_next);
            (_next, _isRead) = (page.Next, page.Next is null);
            // A release that was repeated after a crash may have two entries.
            foreach (var entry in page.Entries.Where(e => _seen.Add((e.OrderId, e.Generation))))
                _waiting.Enqueue(entry);
        }
    }
}
