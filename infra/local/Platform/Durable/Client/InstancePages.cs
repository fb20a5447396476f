using System.Runtime.CompilerServices;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Client;

/// <summary>Lists instances page by page; the continuation token is the last id of the page before.</summary>
internal sealed class InstancePages(DurableStore store, OrchestrationQuery query, Func<InstanceRow, bool, OrchestrationMetadata> read)
    : AsyncPageable<OrchestrationMetadata>
{
    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken ?? query.ContinuationToken, pageSizeHint ?? query.PageSize);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(
        string? after, int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.CompletedTask;
            var rows = store.List(query, after, size + 1);
            var more = rows.Count > size;
            after = more ? rows[size - 1].Id : null;
            yield return new Page<OrchestrationMetadata>([.. rows.Take(size).Select(r => read(r, query.FetchInputsAndOutputs))], after);
        }
        while (after is not null);
    }
}
