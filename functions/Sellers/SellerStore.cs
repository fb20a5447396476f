using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Sellers;

/// <summary>Reads and writes sellers; one partition each.</summary>
public sealed class SellerStore(ChatPayTables tables)
{
    private const string Row = "seller";
    private const int MostAttempts = 10;

    /// <summary>The seller, or null.</summary>
    public async Task<Seller?> FindAsync(string sellerId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Sellers, sellerId, Row, cancellationToken) is { } row ? Documents.FromRow<Seller>(row) : null;

    /// <summary>Whether there is such a seller and it may take and receive money now.</summary>
    public async Task<bool> IsActiveAsync(string sellerId, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, cancellationToken) is { IsActive: true };

    /// <returns>False when the seller exists already.</returns>
    public async Task<bool> CreateAsync(Seller seller, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Sellers.AddEntityAsync(Documents.ToRow(seller.Id, Row, seller), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Changes the newest state; decides again when another writer was faster.</summary>
    /// <exception cref="ProblemException">404: no such seller; what <paramref name="change"/> throws.</exception>
    public async Task<Seller> ChangeAsync(string sellerId, Func<Seller, Seller> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await ChatPayTables.FindAsync(tables.Sellers, sellerId, Row, cancellationToken) ?? throw Problems.NotFound("seller");
            var seller = Documents.FromRow<Seller>(row);
            var next = change(seller);
            if (next == seller)
                return seller;
            try
            {
                await tables.Sellers.UpdateEntityAsync(Documents.ToRow(sellerId, Row, next), row.ETag, TableUpdateMode.Replace, cancellationToken);
                return next;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // Another writer was faster; decide on what it wrote.
            }
        }

        throw Problems.Unavailable("The seller's account");
    }
}
