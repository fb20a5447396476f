using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>What the refund endpoints have in common.</summary>
internal static class RefundAnswers
{
    /// <summary>The path of the refund that this request created, below the order, such as <c>refunds/1</c>.</summary>
    public static string Made(Order order, IdempotencyRecord asked, string collection) =>
        $"{collection}/{order.Refunds.First(r => r.Asked == asked).Number}";
}
