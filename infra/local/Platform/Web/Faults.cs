using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Web;

/// <summary>
/// Faults to inject, each for one request. Operations of PayPal: token, create-order, get-order, capture, track, update-tracker,
/// get-capture, refund, get-refund, create-payout, get-payout, get-payout-item, cancel-payout-item, get-balances. Of Instagram: send.
/// Of the vault: set, get, update, list, list-versions, delete, get-deleted, list-deleted, recover, purge, backup, restore.
/// </summary>
public sealed class Faults
{
    /// <summary>How long a request that times out is held, by the clock, before its connection is closed.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _next = [];

    /// <summary>Injects the fault into the next <paramref name="times"/> requests of this operation.</summary>
    public void Next(string operation, Fault fault, int times = 1)
    {
        var queue = _next.GetOrAdd(operation, _ => []);
        for (var i = 0; i < times; i++)
            queue.Enqueue(fault);
    }

    /// <inheritdoc cref="Next(string, Fault, int)"/>
    public void Next(PlannedFault planned) => Next(planned.Operation, planned.Fault, planned.Times);

    /// <summary>Removes all faults.</summary>
    public void Clear() => _next.Clear();

    public Fault? Take(string operation) => _next.TryGetValue(operation, out var queue) && queue.TryDequeue(out var fault) ? fault : null;

    /// <summary>Holds a request until the caller gives up, <see cref="Hold"/> has passed, or the simulator stops.</summary>
    public static async Task HoldAsync(HttpContext http, TimeProvider clock, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await Task.Delay(Hold, clock, end.Token);
        }
        catch (OperationCanceledException)
        {
            // In either case there is nobody to answer.
        }

        http.Abort();
    }
}
