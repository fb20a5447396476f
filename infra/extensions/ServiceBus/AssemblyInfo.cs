using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

// Without the first, a publish has no host extension, and so no Service Bus, and nothing says so.
[assembly: ExtensionInformation("Microsoft.Azure.WebJobs.Extensions.ServiceBus", "5.17.0")]
[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]
