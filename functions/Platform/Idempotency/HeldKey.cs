using Azure;
using Azure.Data.Tables;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>An idempotency key while its request runs: its row is written anew before the lease is over, however long PayPal takes, so
/// that a repeat is told to wait and runs nothing beside it. An instance that dies writes no more, and its key is free after the
/// lease.</summary>
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

    /// <summary>The request has come to its end.</summary>
    /// <returns>The version of the row that is the request's own; another's is newer when it was taken over.</returns>
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
                // Not cancelled by the end: whether it was written must be known then.
                _version = (await _table.UpdateEntityAsync(_row, _version, TableUpdateMode.Merge, CancellationToken.None)).Headers.ETag
                    ?? _version;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return; // Another has taken it over, or it was forgotten: there is nothing to hold.
            }
#pragma warning disable CA1031 // Whatever it is, the next one may be written in time.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The table does not answer now.
            }
        }
    }
}
