using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

// Without the first attribute the published app has no host extension: Service Bus silently does not work.
[assembly: ExtensionInformation("Microsoft.Azure.WebJobs.Extensions.ServiceBus", "5.17.0")]
[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]
