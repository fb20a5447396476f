using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting;

/// <summary>Decides once, when a function is discovered, how each of its parameters is filled in.</summary>
internal static class ParameterBinding
{
    /// <exception cref="PlatformException">Nothing can be bound to the parameter.</exception>
    public static Func<LocalFunctionContext, object?> For(ParameterInfo parameter, string function, TriggerBindingAttribute trigger)
    {
        var type = parameter.ParameterType;
        return parameter.GetCustomAttribute<BindingAttribute>() switch
        {
            HttpTriggerAttribute => Only<HttpRequest>(parameter, function, context => ((HttpContext)context.Cause.Value!).Request),
            TimerTriggerAttribute => Only<TimerInfo>(parameter, function, context => context.Cause.Value),
            OrchestrationTriggerAttribute => Only<TaskOrchestrationContext>(parameter, function, context => context.Cause.Value),
            ActivityTriggerAttribute => context => context.FromJson((string?)context.Cause.Value, parameter),
            ServiceBusTriggerAttribute { IsBatched: true } => MessageBinding.Batch(parameter, function),
            ServiceBusTriggerAttribute => MessageBinding.One(parameter),
            DurableClientAttribute => Only<DurableTaskClient>(parameter, function, context => context.Surroundings.DurableClient()),
            { } other => throw new PlatformException($"The function {function} uses {other.GetType().Name}, which this host does not know."),
            null when type == typeof(FunctionContext) => context => context,
            null when type == typeof(CancellationToken) => context => context.CancellationToken,
            null when type == typeof(HttpRequest) && trigger is HttpTriggerAttribute => context => ((HttpContext)context.Cause.Value!).Request,
            null when type == typeof(ServiceBusMessageActions) && trigger is ServiceBusTriggerAttribute => context => context.Features.Get<ServiceBusMessageActions>(),
            null when type == typeof(ServiceBusSessionMessageActions) && trigger is ServiceBusTriggerAttribute sessions => sessions.IsSessionsEnabled
                ? context => context.Features.Get<ServiceBusSessionMessageActions>()
                : throw new PlatformException($"The function {function} works on sessions, and its trigger is not for sessions: set IsSessionsEnabled."),
            null when trigger is OrchestrationTriggerAttribute => OrchestrationInput(type),
            null => context => context.FromData(parameter),
        };
    }

    private static Func<LocalFunctionContext, object?> Only<T>(ParameterInfo parameter, string function, Func<LocalFunctionContext, object?> read) =>
        parameter.ParameterType.IsAssignableFrom(typeof(T))
            ? read
            : throw new PlatformException(
                $"The parameter {parameter.Name} of the function {function} must be of type {typeof(T).Name}: this host binds it to nothing else.");

    // An orchestrator may take its input as a parameter beside the context.
    private static Func<LocalFunctionContext, object?> OrchestrationInput(Type type)
    {
        var read = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!.MakeGenericMethod(type);
        return context => read.Invoke(context.Cause.Value, BindingFlags.DoNotWrapExceptions, null, [], null);
    }
}
