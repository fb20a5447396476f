using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Errors;

/// <summary>What a caller is told about an exception. Messages of external exceptions are not passed on: they may quote
/// data.</summary>
internal static class Failures
{
    public static ProblemException ToProblem(Exception e) =>
        e switch
        {
            ProblemException problem => problem,
            MoneyFormatException money => Problems.Malformed($"{money.Field}-invalid", money.Message, money.Field),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge(Problems.BodyLimit),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problems.TooSlow(),
            BadHttpRequestException => Problems.Unreadable(),
            OutageException outage => Problems.Unavailable(outage.Dependency),
            _ when IsOutage(e) => Problems.Unavailable("Something this call needs"),
            _ => new ProblemException(
                500,
                "internal",
                "Something went wrong here. Send the same request again; if it stays, report the trace id."),
        };

    private static bool IsOutage(Exception e) => e switch
    {
        // 0: no response at all. What a retry cannot change (403, 400) is a failure of ours.
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        // A full queue empties again; a missing or disabled one, or a message that is too large, needs an operator.
        ServiceBusException bus => bus.IsTransient || bus.Reason == ServiceBusFailureReason.QuotaExceeded,
        AuthenticationFailedException or TimeoutException or HttpRequestException or OperationCanceledException => true,
        // Azure's clients wrap the failures of all their attempts.
        AggregateException { InnerExceptions: { Count: > 0 } inner } => inner.All(IsOutage),
        _ => false,
    };
}
