using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Platform.Sellers;

/// <summary>Secrets that are being written or erased. Each has a row in its seller's partition, so that it begins or ends in one
/// transaction with the seller's row, and before that a hint in a partition that all sellers share: the sweep reads what is
/// pending, without reading sellers.</summary>
public sealed class PendingSecrets(ChatPayTables tables, TimeProvider time)
{
    private const string Hints = "pending-secrets";
    private const string Prefix = "secret-";
    private const string Since = "Since";
    private const string IsErased = "IsErased";

    /// <summary>For the transaction that records that a secret is about to be written, once there is a hint: its action. The
    /// transaction in which the seller's row comes to reference the secret deletes the pending row.</summary>
    internal static TableTransactionAction Begun(SecretHint hint) =>
        new(TableTransactionActionType.UpsertReplace, Row(hint.SellerId, hint.Reference, isErased: false));

    /// <summary>For a transaction in which the seller's row comes to reference a secret: its action on the pending row.</summary>
    /// <returns>Null when the sweep has taken it: the row must no longer reference this secret.</returns>
    internal async Task<TableTransactionAction?> NamedAsync(string sellerId, string reference, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, reference, cancellationToken) is { IsErased: false } pending
            ? new(TableTransactionActionType.Delete, pending.Row, pending.Row.ETag)
            : null;

    /// <summary>For a transaction after which the seller's row no longer references a secret: its additional action.</summary>
    internal async Task<TableTransactionAction> ErasedAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        await HintAsync(sellerId, reference, cancellationToken);
        return new(TableTransactionActionType.UpsertReplace, Row(sellerId, reference, isErased: true));
    }

    /// <summary>The pending row of this secret; null when there is none.</summary>
    internal async Task<PendingSecret?> FindAsync(string sellerId, string reference, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Sellers, sellerId, Prefix + reference, cancellationToken) is { } row
            ? new(row, row.GetBoolean(IsErased) == true)
            : null;

    /// <summary>Ensures that from now on no row can come to reference this secret.</summary>
    /// <returns>Null when the seller's row already references it, or another process has erased it.</returns>
    internal async Task<PendingSecret?> TakeAsync(
        string sellerId, string reference, PendingSecret pending, CancellationToken cancellationToken)
    {
        if (pending.IsErased)
            return pending;
        var taken = Row(sellerId, reference, isErased: true);
        try
        {
            var written = await tables.Sellers.UpdateEntityAsync(taken, pending.Row.ETag, TableUpdateMode.Replace, cancellationToken);
            taken.ETag = written.Headers.ETag!.Value;
            return new(taken, IsErased: true);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>The vault has done what was pending.</summary>
    internal async Task EndAsync(string sellerId, string reference, PendingSecret pending, CancellationToken cancellationToken)
    {
        await DeleteAsync(tables.Sellers, sellerId, Prefix + reference, pending.Row.ETag, cancellationToken);
        await DeleteAsync(tables.Indexes, Hints, HintRow(sellerId, reference), ETag.All, cancellationToken);
    }

    /// <summary>Removes the hint, in the version that was read, because nothing is pending.</summary>
    internal Task EndAsync(SecretHint hint, CancellationToken cancellationToken) =>
        DeleteAsync(tables.Indexes, Hints, HintRow(hint.SellerId, hint.Reference), hint.ETag, cancellationToken);

    /// <summary>The hints from before this time.</summary>
    internal async Task<IReadOnlyList<SecretHint>> BeforeAsync(DateTimeOffset then, CancellationToken cancellationToken)
    {
        var found = new List<SecretHint>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Hints}");
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.GetDateTimeOffset(Since) < then && row.RowKey.Split('.') is [var sellerId, var reference])
                found.Add(new(sellerId, reference, row.ETag));
        }

        return found;
    }

    /// <summary>Writes the hint.</summary>
    internal async Task<SecretHint> HintAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Hints, HintRow(sellerId, reference)) { [Since] = time.GetUtcNow() };
        var written = await tables.Indexes.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return new(sellerId, reference, written.Headers.ETag!.Value);
    }

    private static async Task DeleteAsync(TableClient table, string partition, string row, ETag etag, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(partition, row, etag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Another process has removed it, or it is a newer one.
        }
    }

    private static TableEntity Row(string sellerId, string reference, bool isErased) =>
        new(sellerId, Prefix + reference) { [IsErased] = isErased };

    private static string HintRow(string sellerId, string reference) => $"{sellerId}.{reference}";
}

/// <summary>A secret of a seller that may be pending.</summary>
public sealed record SecretHint(string SellerId, string Reference, ETag ETag);

/// <param name="Row">The row in the seller's partition.</param>
/// <param name="IsErased">Whether the seller's row no longer references it and never will; otherwise it does not reference it
/// yet.</param>
internal sealed record PendingSecret(TableEntity Row, bool IsErased);
