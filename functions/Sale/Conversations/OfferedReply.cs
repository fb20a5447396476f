namespace ChatPay.Functions.Sale.Conversations;

/// <summary>A reply that a buyer on Instagram can tap instead of writing.</summary>
/// <param name="Title">At most 20 characters.</param>
/// <param name="Payload">What comes back with the tap, see <see cref="BuyerIntent"/>.</param>
public sealed record OfferedReply(string Title, string Payload);
