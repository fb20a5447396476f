using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>What a page of the link says beside how the order stands.</summary>
/// <param name="Key">Of its words; null for nothing.</param>
/// <param name="Otherwise">What is said where there are no words for it.</param>
internal sealed record PayNotice(string? Key, string? Otherwise = null)
{
    public static PayNotice None { get; } = new((string?)null);

    /// <summary>That the buyer has turned back from an order that can be paid.</summary>
    public static PayNotice NothingCharged(Order order) =>
        order is { Request: RequestState.Sent, CurrentCheckout: not { State: CheckoutState.Failed } } ? new("notice.back") : None;

    /// <summary>The state that is shown in place of the order's own; null for that.</summary>
    public PayState? State { get; init; }

    /// <summary>Of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>As text; null for nothing.</summary>
    public string? Of(PageWords words) => Key is { } key && words.Knows(key) ? words.Text(key) : Otherwise;
}
