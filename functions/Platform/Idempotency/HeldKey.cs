using Azure;
using Azure.Data.Tables;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Holds an idempotency key while its request runs: its row is renewed before the lease is over, however long PayPal
/// takes, so that a repeat is told to wait instead of running concurrently. An instance that crashes renews nothing, and its key is
/// free after the lease.</summary>
internal sealed class HeldKey : IAsyncDisposable
{
    private static readonly TimeSpan Every = AnswerStore.Lease / 3;

    private readonly TableClient _table;
    private readonly TableEntity _row;
    private readonly string _at;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;
    private ETag _version;

    internal HeldKey(TableClient table, string id, string row, string at, ETag version, TimeProvider time)
    {
        (_table, _row, _at, _version, _time) = (table, new TableEntity(id, row), at, version, time);
        _renewing = RenewAsync();
    }

    /// <summary>Ends the lease when the request has finished.</summary>
    /// <returns>The last version of the row that this request wrote; a newer one is that of a request which took the key
    /// over.</returns>
    public async Task<ETag> EndAsync()
    {
        _ended.Cancel();
        await _renewing;
        return _version;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ended.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(Every, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
                return;
            try
            {
                _row[_at] = _time.GetUtcNow();
                // Not cancelled by the end: the caller must then know whether it was written.
                _version = (await _table.UpdateEntityAsync(_row, _version, TableUpdateMode.Merge, CancellationToken.None)).Headers.ETag
                    ?? _version;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return; // Another request has taken it over, or it was deleted: there is nothing to hold.
            }
#pragma warning disable CA1031 // Whatever the failure, the next renewal may succeed in time.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The table does not respond now.
            }
        }
    }
}
