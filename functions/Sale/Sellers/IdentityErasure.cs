namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What is left of identity data that the seller has had erased: when, and for how long the law still has it kept. Times are
/// UTC.</summary>
public sealed record IdentityErasure
{
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it is deleted: at once, or when tax law no longer has it kept. Until then nothing reads it.</summary>
    public required DateTimeOffset EraseAt { get; init; }

    /// <summary>The opaque name of the vault's secret; null once it is gone for good.</summary>
    public string? Reference { get; init; }

    /// <summary>When it was purged, or the vault took it over to purge it on its own schedule.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
}

/// <summary>The same, as the seller is shown it.</summary>
/// <param name="RequestedAt">UTC.</param>
/// <param name="EraseAt">When it is deleted, UTC.</param>
/// <param name="ErasedAt">When it was, UTC.</param>
public sealed record IdentityErasureView(DateTimeOffset RequestedAt, DateTimeOffset EraseAt, DateTimeOffset? ErasedAt)
{
    internal static IdentityErasureView? Of(IdentityErasure? erasure) =>
        erasure is null ? null : new(erasure.RequestedAt, erasure.EraseAt, erasure.ErasedAt);
}
