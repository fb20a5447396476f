using System.Text;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;

namespace ChatPay.Functions.Chat.Instagram;

/// <summary>What exactly is sent for a message. A pay link is made here, at the last moment: it lets its bearer pay, and is
/// written down nowhere. It goes as text, because Instagram's desktop site does not show templates.</summary>
internal sealed class OutgoingTexts(OrderStore orders, PayLinks links)
{
    /// <summary>The text, or null when it is pointless by now: a payment request that waited for the window and has ended.</summary>
    public async Task<string?> ForAsync(ChatMessage message, PendingSend pending, CancellationToken cancellationToken)
    {
        if (pending.PayOrderId is not { } orderId)
            return message.Text.Length == 0 ? null : message.Text;
        if (await orders.FindAsync(orderId, cancellationToken) is not { Order: { Request: RequestState.Sent } order })
            return null;

        var link = "\n" + (await links.PayAsync(order, cancellationToken)).AbsoluteUri;
        return Utf8Text.Fit(message.Text, InstagramMessage.LongestText - Encoding.UTF8.GetByteCount(link)) + link;
    }
}
