using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Carries out the erasures that sellers asked for: deletes the data in the vault, and purges it there as far as the vault
/// allows.</summary>
public sealed class IdentityErasures(SellerStore sellers, IdentityVault vault, DueDays days, TimeProvider time)
{
    /// <summary>The purpose under which erasures are scheduled.</summary>
    internal const string Purpose = "identity-erasure";

    /// <summary>Schedules the erasure.</summary>
    public Task AddAsync(string sellerId, DateTimeOffset eraseAt, CancellationToken cancellationToken) =>
        days.AddAsync(Purpose, DueDays.DayOf(eraseAt), sellerId, cancellationToken);

    /// <summary>Erases the seller's data that is due. If the vault is still deleting it, it is checked again the next
    /// day.</summary>
    public async Task EraseAsync(string sellerId, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { } seller)
            return;
        var now = time.GetUtcNow();
        foreach (var erasure in (seller.EarlierErasures ?? []).Append(seller.Erasure))
        {
            if (erasure is { Reference: { } reference } && erasure.EraseAt <= now)
                await EraseAsync(sellerId, reference, cancellationToken);
        }
    }

    private async Task EraseAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        await vault.DropAsync(reference, cancellationToken);
        if (!await vault.TryPurgeAsync(reference, cancellationToken))
        {
            await days.AddAsync(Purpose, days.Today.AddDays(1), sellerId, cancellationToken);
            return;
        }

        await sellers.ChangeAsync(
            sellerId,
            seller => seller.Erasure is { } there && there.Reference == reference
                ? seller with { Erasure = there with { Reference = null, ErasedAt = time.GetUtcNow() } }
                : seller.EarlierErasures is { } earlier && earlier.Any(e => e.Reference == reference)
                    ? seller with { EarlierErasures = [.. earlier.Where(e => e.Reference != reference)] }
                    : seller,
            cancellationToken);
    }
}
