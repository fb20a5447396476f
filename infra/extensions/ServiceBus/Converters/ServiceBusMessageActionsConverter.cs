using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds <see cref="ServiceBusMessageActions"/> parameters.</summary>
internal sealed class ServiceBusMessageActionsConverter(HostSettlement host) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        ValueTask.FromResult(ConversionResult.Success(new ServiceBusMessageActions(host)));
}
