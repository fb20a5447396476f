using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>What the endpoints of refunds have in common.</summary>
internal static class RefundAnswers
{
    /// <summary>Where below the order the refund is that was asked for so, such as <c>refunds/1</c>.</summary>
    public static string Made(Order order, IdempotencyRecord asked, string collection) =>
        $"{collection}/{order.Refunds.First(r => r.Asked == asked).Number}";
}
