using System.Text.Json;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ChatPay.Local.Hosting;

/// <summary>Creates the attribute of a trigger from the binding that the worker reports.</summary>
internal static class Triggers
{
    /// <exception cref="PlatformException">This host does not know the trigger.</exception>
    public static TriggerBindingAttribute Read(WorkerFunction function)
    {
        var binding = function.Trigger;
        return function.TriggerType switch
        {
            "httpTrigger" => new HttpTriggerAttribute(
                Enum.TryParse<AuthorizationLevel>(Text(binding, "authLevel"), ignoreCase: true, out var level)
                    ? level
                    : AuthorizationLevel.Function,
                [.. Texts(binding, "methods")])
            {
                Route = Text(binding, "route"),
            },
            "timerTrigger" => new TimerTriggerAttribute(Text(binding, "schedule") ?? "")
            {
                RunOnStartup = Flag(binding, "runOnStartup", false),
                UseMonitor = Flag(binding, "useMonitor", true),
            },
            "orchestrationTrigger" => new OrchestrationTriggerAttribute { Orchestration = Text(binding, "orchestration") },
            "activityTrigger" => new ActivityTriggerAttribute { Activity = Text(binding, "activity") },
            "serviceBusTrigger" => Messages(binding),
            var other => throw new PlatformException(
                $"The function {function.Name} has the trigger {other}, which this host does not know."),
        };
    }

    private static ServiceBusTriggerAttribute Messages(JsonElement binding)
    {
        var trigger = Text(binding, "queueName") is { } queue
            ? new ServiceBusTriggerAttribute(queue)
            : new ServiceBusTriggerAttribute(Text(binding, "topicName") ?? "", Text(binding, "subscriptionName") ?? "");
        trigger.Connection = Text(binding, "connection");
        trigger.IsSessionsEnabled = Flag(binding, "isSessionsEnabled", false);
        trigger.AutoCompleteMessages = Flag(binding, "autoCompleteMessages", true);
        trigger.IsBatched = "Many".Equals(Text(binding, "cardinality"), StringComparison.OrdinalIgnoreCase);
        return trigger;
    }

    private static string? Text(JsonElement binding, string name) =>
        Find(binding, name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;

    private static IEnumerable<string> Texts(JsonElement binding, string name) =>
        Find(binding, name) is { ValueKind: JsonValueKind.Array } values ? values.EnumerateArray().Select(v => v.GetString()!) : [];

    private static bool Flag(JsonElement binding, string name, bool otherwise) =>
        Text(binding, name) is { } value ? value.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    private static JsonElement? Find(JsonElement binding, string name) =>
        binding
            .EnumerateObject()
            .Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(p => (JsonElement?)p.Value)
            .FirstOrDefault();
}
