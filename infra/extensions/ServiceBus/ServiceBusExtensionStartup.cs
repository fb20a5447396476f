using Grpc.Core;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Settlement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Registers the services that the converters need. The worker finds this class by the assembly's attribute.</summary>
public sealed class ServiceBusExtensionStartup : WorkerExtensionStartup
{
    public override void Configure(IFunctionsWorkerApplicationBuilder applicationBuilder)
    {
        ArgumentNullException.ThrowIfNull(applicationBuilder);
        applicationBuilder.Services.TryAddKeyedSingleton<CallInvoker>(
            HostSettlement.Key,
            static (services, _) => HostChannel.Open(services.GetRequiredService<IConfiguration>()));
        applicationBuilder.Services.TryAddSingleton(static services => new HostSettlement(
            services.GetRequiredKeyedService<CallInvoker>(HostSettlement.Key)));
    }
}
