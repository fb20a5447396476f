using Azure;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class FailuresTests
{
    public static TheoryData<Exception, int> Cases() => new()
    {
        { Problems.Conflict("c", "d"), 409 },
        { new MoneyFormatException("amount", "m"), 400 },
        { new RequestFailedException(503, "secret text"), 503 },
        { new RequestFailedException(0, "secret text"), 503 },
        { new RequestFailedException(429, "secret text"), 503 },
        { new RequestFailedException(403, "secret text"), 500 },
        { new AggregateException(new RequestFailedException(0, "secret text"), new RequestFailedException(500, "secret text")), 503 },
        { new AggregateException(new RequestFailedException(0, "secret text"), new InvalidOperationException("secret text")), 500 },
        { new ServiceBusException("secret text", ServiceBusFailureReason.ServiceCommunicationProblem), 503 },
        { new OperationCanceledException("secret text"), 503 },
        { new InvalidOperationException("secret text"), 500 },
        { new System.Text.Json.JsonException("secret text"), 500 },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Exception_Any_BecomesItsStatusWithoutItsText(Exception e, int status)
    {
        var problem = Failures.ToProblem(e);
        Assert.Equal(status, problem.Status);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
        Assert.Equal(status == 503, problem.RetryAfterSeconds is not null);
    }
}
