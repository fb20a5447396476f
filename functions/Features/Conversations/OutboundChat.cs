using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A message of the queue <c>outbound-chat</c>: an <see cref="OrderNotice"/> for a conversation or, without an order, a
/// trigger to send the conversation's pending messages.</summary>
/// <param name="ConversationId">The conversation's id.</param>
/// <param name="OrderId">The order of the notice; null for a trigger.</param>
/// <param name="Entry">What happened to the order.</param>
public sealed record OutboundChat(string ConversationId, string? OrderId = null, TimelineEntry? Entry = null);
