namespace ChatPay.Functions.Sale.Sellers;

/// <summary>The state of the seller's account at PayPal, as last read. Known only for sellers who came through PayPal's own
/// page.</summary>
/// <param name="CanBePaid">Whether the account can receive money.</param>
/// <param name="Why">Why not, for the seller; null when it can.</param>
/// <param name="ReadAt">When PayPal was asked, UTC: it may have answered much later.</param>
public sealed record SellerAtPayPal(bool CanBePaid, string? Why, DateTimeOffset ReadAt);
