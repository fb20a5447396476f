using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>What a page of the pay link says besides the order's state.</summary>
/// <param name="Key">The key of its words; null for nothing.</param>
/// <param name="Otherwise">The text if there are no words for the key.</param>
internal sealed record PayNotice(string? Key, string? Otherwise = null)
{
    public static PayNotice None { get; } = new((string?)null);

    /// <summary>The notice for a buyer who has returned without paying for an order that can still be paid.</summary>
    public static PayNotice NothingCharged(Order order) =>
        order is { Request: RequestState.Sent, CurrentCheckout: not { State: CheckoutState.Failed } } ? new("notice.back") : None;

    /// <summary>The state to show instead of the order's own; null for the order's own.</summary>
    public PayState? State { get; init; }

    /// <summary>The status of the response.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The notice as text; null for nothing.</summary>
    public string? Of(PageWords words) => Key is { } key && words.Knows(key) ? words.Text(key) : Otherwise;
}
