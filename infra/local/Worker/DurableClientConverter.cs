using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Worker;

/// <summary>Binds <c>[DurableClient]</c> to a client in this process; the official converter opens a gRPC channel to the host.</summary>
internal sealed class DurableClientConverter(Func<DurableTaskClient?> client) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(
            !context.TargetType.IsAssignableFrom(typeof(DurableTaskClient)) ? ConversionResult.Unhandled()
            : client() is not { } bound
                ? ConversionResult.Failed(new InvalidOperationException("This worker was started without a durable client."))
            : ConversionResult.Success(bound));
    }
}
