namespace ChatPay.Functions.Sale.Sellers;

/// <summary>How the seller's account stands at PayPal, as it was last read there. Known of sellers only who came through PayPal's own
/// page.</summary>
/// <param name="CanBePaid">Whether the account takes money.</param>
/// <param name="Why">Why not, for the seller; null when it does.</param>
/// <param name="ReadAt">UTC.</param>
public sealed record SellerAtPayPal(bool CanBePaid, string? Why, DateTimeOffset ReadAt);
