using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds <see cref="ServiceBusSessionMessageActions"/> parameters. The host names the session beside the message, in
/// <c>SessionId</c> or, for a batch, <c>SessionIdArray</c>, and the end of its lock in <c>SessionActions</c>.</summary>
internal sealed class ServiceBusSessionMessageActionsConverter(HostSettlement host) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var data = context.FunctionContext.BindingContext.BindingData;
            return ValueTask.FromResult(
                ConversionResult.Success(new ServiceBusSessionMessageActions(host, Session(data), LockedUntil(data))));
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or FormatException or KeyNotFoundException)
        {
            return ValueTask.FromResult(ConversionResult.Failed(e));
        }
    }

    private static string Session(IReadOnlyDictionary<string, object?> data)
    {
        if (data.TryGetValue("SessionId", out var one) && one?.ToString() is { } session)
            return session;
        if (data.TryGetValue("SessionIdArray", out var several) && several?.ToString() is { } text)
        {
            using var batch = JsonDocument.Parse(text);

            // All messages of a batch belong to one session.
            if (batch.RootElement is { ValueKind: JsonValueKind.Array } array
                && array.GetArrayLength() > 0
                && array[0].GetString() is { } first)
                return first;
        }

        throw new InvalidOperationException(
            "The message belongs to no session: set IsSessionsEnabled on the function's Service Bus trigger.");
    }

    private static DateTimeOffset LockedUntil(IReadOnlyDictionary<string, object?> data)
    {
        if (!data.TryGetValue("SessionActions", out var actions) || actions?.ToString() is not { } text)
            throw new InvalidOperationException(
                "The host does not say when the session's lock expires: set IsSessionsEnabled on the function's Service Bus trigger.");
        using var session = JsonDocument.Parse(text);
        return session.RootElement.GetProperty(nameof(ServiceBusSessionMessageActions.SessionLockedUntil)).GetDateTimeOffset();
    }
}
