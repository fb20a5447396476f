using System.Security.Cryptography;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The response to a request: a status and the result ("request-response-based operations").</summary>
internal sealed record ManagementAnswer(int Status, string Description, AmqpMap Body, AmqpSymbol? Condition = null)
{
    public static ManagementAnswer Accepted => new(202, "Accepted", []);

    public static ManagementAnswer Nothing => new(204, "No content", []);

    public static ManagementAnswer Ok(params IEnumerable<(string Name, object? Value)> values)
    {
        var body = new AmqpMap();
        foreach (var (name, value) in values)
            body[new MapKey(name)] = value;
        return new ManagementAnswer(200, "OK", body);
    }

    public static ManagementAnswer Refused(Exception exception)
    {
        var error = AmqpErrors.Of(exception);
        return new ManagementAnswer(AmqpErrors.StatusOf(error.Condition), error.Description, [], error.Condition);
    }

    /// <summary>A unique delivery tag.</summary>
    public static byte[] NewTag() => RandomNumberGenerator.GetBytes(16);

    public AmqpMessage For(MessageId request)
    {
        var message = AmqpMessage.Create(new AmqpValue { Value = Body });
        message.Properties.CorrelationId = request;
        var properties = message.ApplicationProperties.Map;
        // Claims and management use different names.
        properties["status-code"] = properties["statusCode"] = Status;
        properties["status-description"] = properties["statusDescription"] = Description;
        if (Condition is { } condition)
            properties["errorCondition"] = condition;
        return message;
    }
}
