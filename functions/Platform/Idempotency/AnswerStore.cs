using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>
/// The answers that were given under idempotency keys, for 30 days. A row is sealed: an answer may hold a buyer's address, and the hash of
/// a seller's identity data could be guessed. A request that never came to its end, because its instance died, holds its key for
/// <see cref="Lease"/>.
/// </summary>
public sealed class AnswerStore(ChatPayTables tables, AddressKeys keys, DueDays days, TimeProvider time)
{
    /// <summary>The nightly purpose under which rows are forgotten.</summary>
    internal const string Forget = "forget-answer";

    /// <summary>How long an unfinished request of which nothing is heard holds its key. One that runs says so
    /// (<see cref="HeldKey"/>), so it is short.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private const int DaysKept = 30;
    private const string Row = "answer";
    private const string Sealed = "Sealed";
    private const string At = "At";
    private const string Account = "Account";

    /// <summary>Most characters of a sealed row: a property holds 32 Ki of them.</summary>
    private const int MaxSealed = 32_000;

    // Nights begin with the day: the first that finds a row old enough is that of the day after.
    private DateOnly ForgottenOn => days.Today.AddDays(DaysKept + 1);

    /// <summary>Takes the key for a request, or says what is known under it.</summary>
    /// <param name="id">Of caller, method, path and key.</param>
    /// <param name="requestHash">Of the body.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="account">The account whose data the request hands in, as <see cref="AccountOf"/>; null when it hands in none.</param>
    /// <returns>Null and the version of the row when the request may run now; otherwise what is known, which may be of another request or
    /// in flight.</returns>
    internal async Task<(StoredAnswer? Known, ETag Version)> BeginAsync(
        string id, string requestHash, CancellationToken cancellationToken, string? account = null)
    {
        // First: no answer is there that an erasure does not find.
        if (account is not null)
            await tables.Answers.UpsertEntityAsync(new TableEntity(account, id), TableUpdateMode.Replace, cancellationToken);
        var row = await RowOfAsync(id, new StoredAnswer(requestHash), cancellationToken);
        row[Account] = account;
        var begun = await TryAddAsync(row, cancellationToken) is { } added
            ? (null, added)
            : await TakeOverAsync(id, row, cancellationToken);
        // Before the command runs: no answer is there that no night forgets. After the row, so that a repeat writes nothing.
        if (begun.Known is null)
            await days.AddAsync(Forget, ForgottenOn, id, cancellationToken);
        return begun;
    }

    /// <summary>Keeps the answer. One that does not fit is not kept: the command bears being run again.</summary>
    internal async Task CompleteAsync(string id, StoredAnswer answer, ETag version, CancellationToken cancellationToken)
    {
        var row = await RowOfAsync(id, answer, cancellationToken);
        if (row.GetString(Sealed).Length > MaxSealed)
        {
            await ReleaseAsync(id, version, cancellationToken);
            return;
        }

        // What it is not about stays: the account.
        await tables.Answers.UpdateEntityAsync(row, version, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>Holds the key while the request runs.</summary>
    internal HeldKey Hold(string id, ETag version) => new(tables.Answers, id, Row, At, version, time);

    /// <summary>Gives the key back: the request was refused, or failed.</summary>
    internal async Task ReleaseAsync(string id, ETag version, CancellationToken cancellationToken, string? account = null)
    {
        await tables.Answers.DeleteEntityAsync(id, Row, version, cancellationToken);
        await ForgetEntryAsync(account, id, cancellationToken);
        await days.RemoveAsync(Forget, ForgottenOn, id, cancellationToken);
    }

    /// <summary>Forgets what was answered.</summary>
    internal async Task ForgetAsync(string id, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Answers, id, Row, cancellationToken) is not { } row)
            return;
        if (time.GetUtcNow() >= AtOf(row).AddDays(DaysKept))
        {
            await tables.Answers.DeleteEntityAsync(id, Row, row.ETag, cancellationToken);
            await ForgetEntryAsync(row.GetString(Account), id, cancellationToken);
        }
        else
        {
            await days.AddAsync(Forget, days.Today.AddDays(1), id, cancellationToken);
        }
    }

    /// <summary>The partition of what an account has handed in: only ids of answers are in it.</summary>
    internal static string AccountOf(string subject) => Ids.Derived("account", subject, "answers");

    /// <summary>The account has erased something: what was answered it, and the hash of what it handed in, are forgotten with it.</summary>
    /// <param name="account">As <see cref="AccountOf"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the next erasure forgets the rest.</param>
    internal async Task ForgetAccountAsync(string account, CancellationToken cancellationToken)
    {
        await foreach (
            var entry in tables.Answers.QueryAsync<TableEntity>(e => e.PartitionKey == account, cancellationToken: cancellationToken))
        {
            await tables.Answers.DeleteEntityAsync(entry.RowKey, Row, ETag.All, cancellationToken);
            await ForgetEntryAsync(account, entry.RowKey, cancellationToken);
        }
    }

    private async Task ForgetEntryAsync(string? account, string id, CancellationToken cancellationToken)
    {
        if (account is not null)
            await tables.Answers.DeleteEntityAsync(account, id, ETag.All, cancellationToken);
    }

    private async Task<ETag?> TryAddAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            return (await tables.Answers.AddEntityAsync(row, cancellationToken)).Headers.ETag ?? ETag.All;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }
    }

    private async Task<(StoredAnswer? Known, ETag Version)> TakeOverAsync(string id, TableEntity mine, CancellationToken cancellationToken)
    {
        if (await ChatPayTables.FindAsync(tables.Answers, id, Row, cancellationToken) is not { } row)
            return (new StoredAnswer(""), default); // Given back a moment ago: in flight, for this answer.
        var known = await OpenAsync(id, row, cancellationToken);
        var isOver =
            known is null || (known.IsAnswered ? time.GetUtcNow() >= AtOf(row).AddDays(DaysKept) : time.GetUtcNow() >= AtOf(row) + Lease);
        if (!isOver)
            return (known, row.ETag);
        try
        {
            return (
                null,
                (await tables.Answers.UpdateEntityAsync(mine, row.ETag, TableUpdateMode.Replace, cancellationToken)).Headers.ETag
                    ?? ETag.All);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return (new StoredAnswer(""), default); // Another was faster.
        }
    }

    private async Task<TableEntity> RowOfAsync(string id, StoredAnswer answer, CancellationToken cancellationToken) => new(id, Row)
    {
        [Sealed] = await keys.SealAsync(JsonSerializer.Serialize(answer, ChatPayJson.Stored), id, cancellationToken),
        [At] = time.GetUtcNow(),
    };

    // What cannot be opened any more is of no use: its key is gone.
    private async Task<StoredAnswer?> OpenAsync(string id, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredAnswer>(
                await keys.OpenAsync(row.GetString(Sealed), id, cancellationToken),
                ChatPayJson.Stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static DateTimeOffset AtOf(TableEntity row) => row.GetDateTimeOffset(At)!.Value;
}
