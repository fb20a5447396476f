using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>One sender at a time in a conversation, so that messages go out in order and once. A sender that died frees the
/// conversation by time.</summary>
internal sealed class SendingLease(TableClient table, string conversationId, TimeProvider time)
{
    private const string Row = "sending";
    private const string Until = "Until";

    // Longer than the send client may take for one message with all its attempts.
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2.5);

    private ETag _version;

    /// <summary>Takes it.</summary>
    /// <exception cref="ProblemException">503: another sender is at it.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var row = await RequireFreeAsync(cancellationToken);
        await WriteAsync(
            lease => row is null
                ? table.AddEntityAsync(lease, cancellationToken)
                : table.UpdateEntityAsync(lease, row.ETag, TableUpdateMode.Replace, cancellationToken));
    }

    /// <summary>Begins its time anew.</summary>
    /// <exception cref="ProblemException">503: its time was over, and another sender has it.</exception>
    public Task RenewAsync(CancellationToken cancellationToken) =>
        WriteAsync(lease => table.UpdateEntityAsync(lease, _version, TableUpdateMode.Replace, cancellationToken));

    /// <summary>Gives it back; one that is another's by now stays.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(conversationId, Row, _version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Its time was over.
        }
    }

    /// <summary>The row of a lease whose time is over, or null.</summary>
    /// <exception cref="ProblemException">503: a sender is at it.</exception>
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
            _version = answer.Headers.ETag ?? throw new InvalidOperationException("The table told no version.");
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            throw Busy();
        }
    }

    private static ProblemException Busy() => Problems.Unavailable("The conversation's sender");
}
