using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>What follows from a hit of the screening, and from its clearance.</summary>
public sealed class SanctionsHits(SellerStore sellers, OperatorAlerts attention, TimeProvider time)
{
    /// <summary>The attention item of a hit; its subject is the seller.</summary>
    public const string Listed = "sanctions-listed";

    /// <summary>Tells an operator and holds the seller, whatever becomes of the data that was handed in.</summary>
    /// <returns>The account with the hold.</returns>
    public async Task<StoredSeller> HoldAsync(string sellerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await attention.RaiseOnceAsync(
            Listed,
            sellerId,
            $"The screening has found seller {sellerId} on a list of sanctions. They cannot sell and are not paid, and are not told why.",
            $"Look into it. If it is somebody else, clear it (POST /api/v1/sellers/{sellerId}/sanctions-clearance with 'note'), and "
                + "verify the seller again; "
                + "if not, ask your counsel before any money of theirs moves.",
            orderId: null, now, cancellationToken);
        return await sellers.ChangeAsync(sellerId, seller => SellerTransitions.HoldForSanctions(seller, now), cancellationToken);
    }

    /// <summary>An operator clears it. A repeat clears nothing more, and does not touch a hit that has come since.</summary>
    public async Task ClearAsync(SellerCommand command, string operatorId, string note, CancellationToken cancellationToken)
    {
        var after = await command.CommitAsync(
            (seller, now) => SellerTransitions.ClearSanctions(seller, operatorId, note, now), cancellationToken);
        if (after is { SanctionsHold: null, SanctionsCleared: { } cleared })
            await attention.ClearAsync(Listed, after.Id, cleared.Note, cleared.By, cancellationToken);
    }
}
