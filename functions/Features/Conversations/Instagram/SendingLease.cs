using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Allows one sender at a time in a conversation, so that messages go out in order and once. The lease of a crashed sender
/// expires.</summary>
internal sealed class SendingLease(TableClient table, string conversationId, TimeProvider time)
{
    private const string Row = "sending";
    private const string Until = "Until";

    // Longer than the client may take for one message with all its attempts.
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2.5);

    private ETag _version;

    /// <summary>Takes the lease.</summary>
    /// <exception cref="ProblemException">503: another sender holds it.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var row = await RequireFreeAsync(cancellationToken);
        await WriteAsync(
            lease => row is null
                ? table.AddEntityAsync(lease, cancellationToken)
                : table.UpdateEntityAsync(lease, row.ETag, TableUpdateMode.Replace, cancellationToken));
    }

    /// <summary>Renews the lease.</summary>
    /// <exception cref="ProblemException">503: it has expired, and another sender holds it.</exception>
    public Task RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(lease => table.UpdateEntityAsync(lease, _version, TableUpdateMode.Replace, cancellationToken));

    /// <summary>Releases the lease; one that another sender holds by now stays.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(conversationId, Row, _version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // It had expired.
        }
    }

    /// <summary>The row of an expired lease; null when there is none.</summary>
    /// <exception cref="ProblemException">503: a sender holds the lease.</exception>
    public async Task<TableEntity?> RequireFreeAsync(CancellationToken cancellationToken)
    {
        var row = await ChatPayTables.FindAsync(table, conversationId, Row, cancellationToken);
        return row?.GetDateTimeOffset(Until) > time.GetUtcNow() ? throw Busy() : row;
    }

    private async Task WriteAsync(Func<TableEntity, Task<Response>> write)
    {
        try
        {
            var answer = await write(new TableEntity(conversationId, Row) { [Until] = time.GetUtcNow() + Length });
            _version = answer.Headers.ETag ?? throw new InvalidOperationException("The table returned no version.");
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            throw Busy();
        }
    }

    private static ProblemException Busy() => Problems.Unavailable("The conversation's sender");
}
