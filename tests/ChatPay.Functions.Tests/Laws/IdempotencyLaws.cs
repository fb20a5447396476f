using System.Reflection;
using ChatPay.Functions.Features.Complaints;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Limits;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Every call that changes something supports an idempotency key, and every call that creates an order or moves money
/// requires one.</summary>
public sealed class IdempotencyLaws
{
    // Calls without a token: the sender's event id, or the signed link itself, identifies repeats.
    private static readonly string[] GuardedByThemselves = ["/api/webhooks/", "/ship/", "/pay/"];

    private static readonly HashSet<Type> MakeAnOrderOrMoveMoney =
    [
        typeof(RequestPayment),
        typeof(CheckoutOrder),
        typeof(CaptureOrder),
        typeof(RefundOrder),
        typeof(RequestRefund),
        typeof(AcceptDispute),
        typeof(FileComplaint),
        typeof(DecideRefundRequest),
        typeof(DecideComplaint),
        typeof(EndRefund),
        typeof(PayOtherwise),
        typeof(HandOverPayout),
        typeof(RetryPayout),
        typeof(WriteOffDebt),
    ];

    [Fact]
    public void HttpFunction_ThatChangesSomething_HasACallerWhoseAnswersAreKept() =>
        Assert.All(
            App.HttpFunctions.Where(Changes),
            function =>
                Assert.True(
                    function.IsDefined(typeof(RequiresAttribute))
                        || GuardedByThemselves.Any(prefix => Route(function).StartsWith(prefix, StringComparison.Ordinal)),
                    $"{function.DeclaringType!.Name} changes something, and no repeat of it is recognised."));

    [Fact]
    public void Answers_OfKnownCallers_AreKeptByTheApp()
    {
        var middleware = IntermediateLanguage.MembersUsedBy(App.Assembly.EntryPoint!.DeclaringType!).OfType<MethodInfo>()
            .Where(method => method is { IsGenericMethod: true, Name: "UseMiddleware" })
            .Select(method => method.GetGenericArguments()[0]).ToList();

        Assert.Contains(typeof(KeepAnswers), middleware);
        // Keys are scoped to the caller, who is counted before the roles are checked.
        Type[] inOrder =
            [typeof(LimitAddresses), typeof(AuthenticateCallers), typeof(LimitCalls), typeof(RequireRoles), typeof(KeepAnswers)];
        Assert.Equal(inOrder, middleware.Where(inOrder.Contains));
    }

    [Fact]
    public void HttpFunction_ThatMakesAnOrderOrMovesMoney_DemandsAKey()
    {
        var demand = App.HttpFunctions.Select(function => function.DeclaringType!).Where(Demands).ToHashSet();

        Assert.Empty(MakeAnOrderOrMoveMoney.Except(demand).Select(type => type.Name));
    }

    private static bool Changes(MethodInfo function) =>
        Trigger(function).Methods!.Any(verb => !verb.Equals("get", StringComparison.OrdinalIgnoreCase));

    private static string Route(MethodInfo function) => "/" + Trigger(function).Route;

    private static HttpTriggerAttribute Trigger(MethodInfo function) => (HttpTriggerAttribute)App.Trigger(function)!;

    private static bool Demands(Type function) => App.Types.Where(type => App.Written(type) == function)
        .SelectMany(IntermediateLanguage.MembersUsedBy)
        .Any(member => member.DeclaringType == typeof(IdempotencyKey) && member.Name == nameof(IdempotencyKey.Of));
}
