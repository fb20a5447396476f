using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>What the endpoints of refunds have in common.</summary>
internal static class RefundAnswers
{
    /// <summary>201 with the order, also for a repeat.</summary>
    /// <exception cref="ProblemException">409: the state forbids it; 422: a rule does.</exception>
    public static IResult Created(TransitionResult decided, IdempotencyRecord asked, string collection, Caller caller)
    {
        Check(decided);
        var n = decided.Order.Refunds.First(r => r.Asked == asked).N;
        return Answers.Created($"/api/v1/orders/{decided.Order.Id}/{collection}/{n}", OrderView.For(decided.Order, caller));
    }

    /// <exception cref="ProblemException">404, 409, 422: it was refused.</exception>
    public static void Check(TransitionResult decided)
    {
        if (decided.Refusal is { } refusal)
            throw Problems.Of(refusal, OrderStatuses.Of(decided.Order));
    }
}
