using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>A pause during which an Instagram account sends nothing, because Instagram restricts it.</summary>
/// <param name="Since">When the restriction was first encountered, UTC.</param>
/// <param name="Until">When sending is tried again, UTC.</param>
internal sealed record SendingPause(DateTimeOffset Since, DateTimeOffset Until);

/// <summary>The pauses of Instagram accounts, one row each. Concurrent writers write almost the same.</summary>
internal sealed class SendingPauses(ChatPayTables tables, TimeProvider time)
{
    private const string Row = "pause";
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The account's pause, which may be over; null when no restriction is known.</summary>
    public async Task<SendingPause?> FindAsync(string accountId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Indexes, Partition(accountId), Row, cancellationToken) is { } row
            ? Documents.FromRow<SendingPause>(row)
            : null;

    /// <summary>Begins a pause of an hour, or extends one: each wait is as long as all those before it, up to six hours.</summary>
    public async Task<SendingPause> ExtendAsync(string accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = (await FindAsync(accountId, cancellationToken))?.Since ?? now;
        var wait = now - since < Shortest ? Shortest : now - since > Longest ? Longest : now - since;
        var pause = new SendingPause(since, now + wait);
        await tables.Indexes.UpsertEntityAsync(
            Documents.ToRow(Partition(accountId), Row, pause),
            TableUpdateMode.Replace,
            cancellationToken);
        return pause;
    }

    /// <summary>Ends the pause.</summary>
    public Task EndAsync(string accountId, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(Partition(accountId), Row, cancellationToken: cancellationToken);

    private static string Partition(string accountId) => $"instagram-pause-{accountId}";
}
