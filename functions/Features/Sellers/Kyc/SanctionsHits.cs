using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Handles a hit of the screening, and its clearance.</summary>
public sealed class SanctionsHits(OperatorAlerts attention, TimeProvider time)
{
    /// <summary>The alert for a hit; its subject is the seller.</summary>
    public const string Listed = "sanctions-listed";

    /// <summary>Alerts an operator and holds the seller, whatever becomes of the submitted data.</summary>
    public async Task HoldAsync(SellerCommand command, CancellationToken cancellationToken)
    {
        var sellerId = command.Seller.Id;
        var now = time.GetUtcNow();
        await attention.RaiseOnceAsync(
            Listed,
            sellerId,
            $"The screening has found seller {sellerId} on a sanctions list. They cannot sell and are not paid, and are not told why.",
            $"Look into it. If it is somebody else, clear it (POST /api/v1/sellers/{sellerId}/sanctions-clearance with 'note'), and "
                + "verify the seller again; "
                + "if not, ask your counsel before any money of theirs moves.",
            orderId: null, now, cancellationToken);
        await command.ChangeAnyVersionAsync(seller => SellerTransitions.HoldForSanctions(seller, now), cancellationToken);
    }

    /// <summary>An operator clears the hit. A repeat clears nothing more, and does not affect a later hit.</summary>
    public async Task ClearAsync(SellerCommand command, string operatorId, string note, CancellationToken cancellationToken)
    {
        var after = await command.CommitAsync(
            (seller, now) => SellerTransitions.ClearSanctions(seller, operatorId, note, now), cancellationToken);
        if (after is { SanctionsHold: null, SanctionsCleared: { } cleared })
            await attention.ClearAsync(Listed, after.Id, cleared.Note, cleared.By, cancellationToken);
    }
}
