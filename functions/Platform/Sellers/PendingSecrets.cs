using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Platform.Sellers;

/// <summary>
/// Secrets that are being written or erased. Each has a row in its seller's partition, so that it begins or ends in one transaction with
/// the seller's row, and before that a hint in a partition that all sellers share: the sweep reads what is pending, and no sellers.
/// </summary>
public sealed class PendingSecrets(ChatPayTables tables, TimeProvider time)
{
    private const string Hints = "pending-secrets";
    private const string Prefix = "secret-";
    private const string Since = "Since";
    private const string IsErased = "IsErased";

    /// <summary>Writes down that a secret is about to be written. The transaction that has the seller's row name it takes the pending row
    /// away.</summary>
    public async Task<SecretHint> BeginAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        var hint = await HintAsync(sellerId, reference, cancellationToken);
        await tables.Sellers.AddEntityAsync(Row(sellerId, reference, isErased: false), cancellationToken);
        return hint;
    }

    /// <summary>Before a transaction that has the seller's row name a secret: what the transaction does with the pending row.</summary>
    /// <returns>Null when the sweep has taken it: the row must not name this secret any more.</returns>
    internal async Task<TableTransactionAction?> NamedAsync(string sellerId, string reference, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, reference, cancellationToken) is { IsErased: false } pending
            ? new(TableTransactionActionType.Delete, pending.Row, pending.Row.ETag)
            : null;

    /// <summary>Before a transaction after which the seller's row names a secret no more: what the transaction adds.</summary>
    internal async Task<TableTransactionAction> ErasedAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        await HintAsync(sellerId, reference, cancellationToken);
        return new(TableTransactionActionType.UpsertReplace, Row(sellerId, reference, isErased: true));
    }

    /// <summary>What is pending of this secret; null when nothing is.</summary>
    internal async Task<PendingSecret?> FindAsync(string sellerId, string reference, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Sellers, sellerId, Prefix + reference, cancellationToken) is { } row
            ? new(row, row.GetBoolean(IsErased) == true)
            : null;

    /// <summary>From now on no row can come to name this secret.</summary>
    /// <returns>Null when the seller's row has come to name it, or another has erased it.</returns>
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

    /// <summary>Nothing is pending of what the hint is about, as it was read then.</summary>
    internal Task EndAsync(SecretHint hint, CancellationToken cancellationToken) =>
        DeleteAsync(tables.Indexes, Hints, HintRow(hint.SellerId, hint.Reference), hint.ETag, cancellationToken);

    /// <summary>Hints from before this time.</summary>
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

    private async Task<SecretHint> HintAsync(string sellerId, string reference, CancellationToken cancellationToken)
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
            // Another has done it, or it is about something newer.
        }
    }

    private static TableEntity Row(string sellerId, string reference, bool isErased) =>
        new(sellerId, Prefix + reference) { [IsErased] = isErased };

    private static string HintRow(string sellerId, string reference) => $"{sellerId}.{reference}";
}

/// <summary>A secret of a seller that may be pending.</summary>
public sealed record SecretHint(string SellerId, string Reference, ETag ETag);

/// <param name="Row">In the seller's partition.</param>
/// <param name="IsErased">The seller's row names it no more and never will; otherwise it does not name it yet.</param>
internal sealed record PendingSecret(TableEntity Row, bool IsErased);
