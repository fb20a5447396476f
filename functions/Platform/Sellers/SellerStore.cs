using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Platform.Sellers;

/// <summary>A seller and the version that was read.</summary>
public sealed record StoredSeller(Seller Seller, ETag ETag);

/// <param name="Before">The version of the seller's row that was counted on.</param>
/// <param name="After">The seller with the change counted.</param>
/// <param name="Hint">The secret, which may be written now.</param>
public sealed record BegunSecret(ETag Before, StoredSeller After, SecretHint Hint);

/// <summary>Reads and writes sellers, one partition each.</summary>
public sealed class SellerStore(ChatPayTables tables, TimeProvider time)
{
    private const string Row = "seller";
    private const int MaxAttempts = 10;

    private readonly PendingSecrets _secrets = new(tables, time);

    /// <summary>The seller; null when there is none.</summary>
    public async Task<Seller?> FindAsync(string sellerId, CancellationToken cancellationToken) =>
        (await FindStoredAsync(sellerId, cancellationToken))?.Seller;

    /// <summary>The seller with its version.</summary>
    /// <exception cref="ProblemException">404: no such seller.</exception>
    public async Task<StoredSeller> GetAsync(string sellerId, CancellationToken cancellationToken) =>
        await FindStoredAsync(sellerId, cancellationToken) ?? throw Problems.NotFound("seller (registering is POST /api/v1/sellers)");

    /// <summary>Whether the seller exists and may sell now.</summary>
    public async Task<bool> MaySellAsync(string sellerId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, cancellationToken) is { } seller && seller.MaySell(now);

    /// <summary>Whether the seller exists and payouts are released now.</summary>
    public async Task<bool> MayBeReleasedAsync(string sellerId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, cancellationToken) is { } seller && seller.MayBeReleased(now);

    /// <summary>All sellers, in the order of their ids.</summary>
    /// <param name="after">The id after which the list begins; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<Seller> ListAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""} and RowKey eq {Row}");
        await foreach (var row in tables.Sellers.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return Read(row);
    }

    /// <returns>Null when the seller exists already.</returns>
    public async Task<StoredSeller?> CreateAsync(Seller seller, CancellationToken cancellationToken)
    {
        try
        {
            var response = await tables.Sellers.AddEntityAsync(Documents.ToRow(seller.Id, Row, seller), cancellationToken);
            return new StoredSeller(seller, response.Headers.ETag!.Value);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Changes the newest state; decides again when another writer was faster. A secret that the row comes to reference
    /// must be pending, and one that it no longer references is pending from then on (<see cref="PendingSecrets"/>).</summary>
    /// <param name="sellerId">The seller's id.</param>
    /// <param name="decide">The decision; returning the same value writes nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">404: no such seller; 409, 422: it was refused.</exception>
    public async Task<StoredSeller> ChangeAsync(
        string sellerId, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        await ChangeAsync(await GetAsync(sellerId, cancellationToken), decide, cancellationToken);

    /// <summary>Like the other overload, for a seller that has just been read: decides on that version first.</summary>
    /// <param name="read">The seller as read.</param>
    /// <param name="decide">The decision; returning the same value writes nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="condition">Checks the version first, such as for <c>If-Match</c>.</param>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws.</exception>
    public async Task<StoredSeller> ChangeAsync(
        StoredSeller read, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken, Action<ETag>? condition = null)
    {
        var stored = read;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            condition?.Invoke(stored.ETag);
            var next = Taken(decide(stored.Seller));
            if (next == stored.Seller)
                return stored;
            try
            {
                return new StoredSeller(next, await WriteAsync(stored, next, cancellationToken));
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                // Another writer was faster; decide on what it wrote.
                stored = await GetAsync(read.Seller.Id, cancellationToken);
            }
        }

        throw Problems.Unavailable("The seller's account");
    }

    /// <summary>Counts a change (<see cref="ChangeLimit"/>) and records its secret as pending, in one transaction: calls at the same
    /// time, and those that fail afterwards, are counted before any of them writes to the vault.</summary>
    /// <param name="read">The seller as read.</param>
    /// <param name="reference">The opaque name of the secret, never used before.</param>
    /// <param name="decide">What is to be decided once the secret is written; refused now, it is not counted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="condition">Checks the version first, such as for <c>If-Match</c>.</param>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws. Nothing is
    /// written.</exception>
    internal async Task<BegunSecret> BeginSecretAsync(
        StoredSeller read,
        string reference,
        Func<Seller, SellerDecision> decide,
        CancellationToken cancellationToken,
        Action<ETag>? condition = null)
    {
        var (stored, hint) = (read, (SecretHint?)null);
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                condition?.Invoke(stored.ETag);
                var next = Taken(ChangeLimit.CountAttempt(stored.Seller, decide(stored.Seller), time.GetUtcNow()));
                hint ??= await _secrets.HintAsync(next.Id, reference, cancellationToken);
                try
                {
                    var written = await tables.Sellers.SubmitTransactionAsync(
                        [
                            new(TableTransactionActionType.UpdateReplace, Documents.ToRow(next.Id, Row, next), stored.ETag),
                            PendingSecrets.Begun(hint),
                        ],
                        cancellationToken);
                    return new(stored.ETag, new StoredSeller(next, written.Value[0].Headers.ETag!.Value), hint);
                }
                catch (RequestFailedException e) when (e.Status is 404 or 412)
                {
                    // Another writer was faster; decide on what it wrote.
                    stored = await GetAsync(read.Seller.Id, cancellationToken);
                }
            }

            throw Problems.Unavailable("The seller's account");
        }
        catch (ProblemException) when (hint is not null)
        {
            await _secrets.EndAsync(hint, cancellationToken);
            throw;
        }
    }

    /// <summary>The account after this decision.</summary>
    /// <exception cref="ProblemException">409, 422: it was refused.</exception>
    internal static Seller Taken(SellerDecision decision) =>
        decision.Next ?? throw Problems.Of(decision.Refusal!, decision.Current);

    private async Task<ETag> WriteAsync(StoredSeller before, Seller next, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, Documents.ToRow(next.Id, Row, next), before.ETag),
        };
        foreach (var reference in SecretReferences.Begun(before.Seller, next))
            actions.Add(await _secrets.NamedAsync(next.Id, reference, cancellationToken) ?? throw Problems.Unavailable("The vault"));
        foreach (var reference in SecretReferences.Ended(before.Seller, next))
            actions.Add(await _secrets.ErasedAsync(next.Id, reference, cancellationToken));
        return (await tables.Sellers.SubmitTransactionAsync(actions, cancellationToken)).Value[0].Headers.ETag!.Value;
    }

    private async Task<StoredSeller?> FindStoredAsync(string sellerId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Sellers, sellerId, Row, cancellationToken) is { } row
            ? new StoredSeller(Read(row), row.ETag)
            : null;

    private static Seller Read(TableEntity row) => Documents.FromRow<OlderSeller>(row).ToFacts(Documents.FromRow<Seller>(row));
}
