using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A message of the queue <c>outbound-chat</c>: an <see cref="OrderNotice"/> for a conversation or, without an order,
/// "look whether this conversation has something to send".</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="OrderId">The order it is about.</param>
/// <param name="Entry">What happened to the order.</param>
public sealed record OutboundChat(string ConversationId, string? OrderId = null, TimelineEntry? Entry = null);
