using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Carries out the erasures that sellers asked for: deletes the data in the vault, and purges it there as far as the vault
/// allows.</summary>
public sealed class IdentityErasures(
    SellerStore sellers, StatementReader books, IdentityVault vault, DueDays days, IOptions<KycPolicy> policy, TimeProvider time)
{
    /// <summary>The purpose under which erasures are scheduled.</summary>
    internal const string Purpose = "identity-erasure";

    /// <summary>When data may be erased whose erasure is asked for now: at once for a seller who never sold, and otherwise at the end of
    /// this many full years after the last year with a sale.</summary>
    public async Task<DateTimeOffset> EraseAtAsync(string sellerId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var years = policy.Value.KeepForTaxYears;
        var from = new DateTimeOffset(now.Year - years, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return await books.LastBookedAsync(sellerId, from, cancellationToken) is { } last
            ? new DateTimeOffset(last.UtcDateTime.Year + 1 + years, 1, 1, 0, 0, 0, TimeSpan.Zero)
            : now;
    }

    /// <summary>Schedules the erasure.</summary>
    public Task AddAsync(string sellerId, DateTimeOffset eraseAt, CancellationToken cancellationToken) =>
        days.AddAsync(Purpose, DueDays.DayOf(eraseAt), sellerId, cancellationToken);

    /// <summary>Erases the seller's data that is due, unless a payment that was on its way has made it needed. If that is not certain
    /// yet, or the vault is still deleting it, it is checked again the next day.</summary>
    public async Task EraseAsync(string sellerId, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { } seller)
            return;
        var now = time.GetUtcNow();
        foreach (var erasure in (seller.EarlierErasures ?? []).Append(seller.Erasure))
        {
            // What has been replaced by newer data since is not needed any more.
            if (erasure is { Reference: { } reference } && erasure.EraseAt <= now
                && (seller.KycReference is not null || erasure != seller.Erasure
                    || !await IsNeededAsync(sellerId, reference, cancellationToken)))
                await EraseAsync(sellerId, reference, cancellationToken);
        }
    }

    // Whoever pays at this moment may do so before the seller's row says that the data is gone: asked again before it is.
    private async Task<bool> IsNeededAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        if (await books.OpenAsync(sellerId, cancellationToken) is { Count: > 0 })
        {
            await days.AddAsync(Purpose, days.Today.AddDays(1), sellerId, cancellationToken);
            return true;
        }

        var now = time.GetUtcNow();
        var eraseAt = await EraseAtAsync(sellerId, now, cancellationToken);
        if (eraseAt <= now)
            return false;
        await AddAsync(sellerId, eraseAt, cancellationToken);
        await sellers.ChangeAsync(
            sellerId,
            seller => seller.Erasure is { } there && there.Reference == reference
                ? seller with { Erasure = there with { EraseAt = eraseAt } }
                : seller,
            cancellationToken);
        return true;
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
