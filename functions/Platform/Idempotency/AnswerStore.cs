using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>The responses given under idempotency keys, for 30 days. A row is encrypted: a response may hold a buyer's address, and
/// a seller's identity data could be guessed from its hash. A request that never finished, because its instance crashed, holds its
/// key for <see cref="Lease"/>.</summary>
public sealed class AnswerStore(ChatPayTables tables, AddressKeys keys, DueDays days, TimeProvider time)
{
    /// <summary>The nightly job that deletes the rows.</summary>
    internal const string Forget = "forget-answer";

    /// <summary>How long an unfinished request holds its key without a sign of life. A running request renews the lease
    /// (<see cref="HeldKey"/>), so it is short.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private const int DaysKept = 30;
    private const string Row = "answer";
    private const string Sealed = "Sealed";
    private const string At = "At";
    private const string Account = "Account";

    /// <summary>The most characters of an encrypted row: a property holds 32 Ki of them.</summary>
    private const int MaxSealed = 32_000;

    // The nightly jobs run at the beginning of a day: the first to find a row old enough is that of the following day.
    private DateOnly ForgottenOn => days.Today.AddDays(DaysKept + 1);

    /// <summary>Acquires the key for a request, or returns what is known under it.</summary>
    /// <param name="id">Derived from caller, method, path and key.</param>
    /// <param name="requestHash">The hash of the body.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="account">The account whose data the request submits, from <see cref="AccountOf"/>; null when it submits
    /// none.</param>
    /// <returns>Null and the version of the row when the request may run now; otherwise what is known, which may belong to another
    /// request or be in flight.</returns>
    internal async Task<(StoredAnswer? Known, ETag Version)> BeginAsync(
        string id, string requestHash, CancellationToken cancellationToken, string? account = null)
    {
        // First: every response must be found by an erasure.
        if (account is not null)
            await tables.Answers.UpsertEntityAsync(new TableEntity(account, id), TableUpdateMode.Replace, cancellationToken);
        var row = await RowOfAsync(id, new StoredAnswer(requestHash), cancellationToken);
        row[Account] = account;
        var begun = await TryAddAsync(row, cancellationToken) is { } added
            ? (null, added)
            : await TakeOverAsync(id, row, cancellationToken);
        // Before the command runs: every response must be deleted by some night. After the row, so that a repeat writes nothing.
        if (begun.Known is null)
            await days.AddAsync(Forget, ForgottenOn, id, cancellationToken);
        return begun;
    }

    /// <summary>Stores the response. One that does not fit is not stored: the command is idempotent and runs again.</summary>
    internal async Task CompleteAsync(string id, StoredAnswer answer, ETag version, CancellationToken cancellationToken)
    {
        var row = await RowOfAsync(id, answer, cancellationToken);
        if (row.GetString(Sealed).Length > MaxSealed)
        {
            await ReleaseAsync(id, version, cancellationToken);
            return;
        }

        // The merge keeps the other property: the account.
        await tables.Answers.UpdateEntityAsync(row, version, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>Keeps the key while the request runs.</summary>
    internal HeldKey Hold(string id, ETag version) => new(tables.Answers, id, Row, At, version, time);

    /// <summary>Releases the key: the request was refused, or failed.</summary>
    internal async Task ReleaseAsync(string id, ETag version, CancellationToken cancellationToken, string? account = null)
    {
        await tables.Answers.DeleteEntityAsync(id, Row, version, cancellationToken);
        await ForgetEntryAsync(account, id, cancellationToken);
        await days.RemoveAsync(Forget, ForgottenOn, id, cancellationToken);
    }

    /// <summary>Deletes a response.</summary>
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

    /// <summary>The partition of what an account has submitted: it holds only ids of responses.</summary>
    internal static string AccountOf(string subject) => Ids.Derived("account", subject, "answers");

    /// <summary>The account has erased data: the responses about it, and the hash of what was submitted, are deleted with
    /// it.</summary>
    /// <param name="account">From <see cref="AccountOf"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the next erasure deletes the rest.</param>
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
            return (new StoredAnswer(""), default); // Just released: treated as in flight.
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
            return (new StoredAnswer(""), default); // Another request was faster.
        }
    }

    private async Task<TableEntity> RowOfAsync(string id, StoredAnswer answer, CancellationToken cancellationToken) => new(id, Row)
    {
        [Sealed] = await keys.SealAsync(JsonSerializer.Serialize(answer, ChatPayJson.Stored), id, cancellationToken),
        [At] = time.GetUtcNow(),
    };

    // What can no longer be decrypted is useless: its key is gone.
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
