namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What remains of identity data that the seller had erased: when, and how long the law requires it to be kept. Times are
/// UTC.</summary>
public sealed record IdentityErasure
{
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it is deleted: at once, or when tax law no longer requires it. Until then nothing reads it.</summary>
    public required DateTimeOffset EraseAt { get; init; }

    /// <summary>The opaque name of the secret in the vault; null once it is gone for good.</summary>
    public string? Reference { get; init; }

    /// <summary>When it was purged, or the vault took over purging it on its own schedule.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
}

/// <summary>The erasure as shown to the seller.</summary>
/// <param name="RequestedAt">UTC.</param>
/// <param name="EraseAt">When it is deleted, UTC.</param>
/// <param name="ErasedAt">When it was deleted, UTC.</param>
public sealed record IdentityErasureView(DateTimeOffset RequestedAt, DateTimeOffset EraseAt, DateTimeOffset? ErasedAt)
{
    internal static IdentityErasureView? Of(IdentityErasure? erasure) =>
        erasure is null ? null : new(erasure.RequestedAt, erasure.EraseAt, erasure.ErasedAt);
}
