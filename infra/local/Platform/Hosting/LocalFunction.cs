using System.Reflection;
using System.Runtime.CompilerServices;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Hosting;

/// <summary>A function as reported by the worker.</summary>
internal sealed class LocalFunction
{
    private readonly MethodInfo? _method;

    /// <exception cref="PlatformException">This host cannot run the declaration.</exception>
    public LocalFunction(WorkerFunction reported, Assembly app)
    {
        Name = reported.Name;
        Reported = reported;
        Trigger = Triggers.Read(reported);
        var dot = reported.EntryPoint.LastIndexOf('.');
        _method = app.GetType(reported.EntryPoint[..dot])?.GetMethod(reported.EntryPoint[(dot + 1)..]);
        if (Trigger is ServiceBusTriggerAttribute { IsBatched: true }
            && _method?.GetParameters().FirstOrDefault(p => p.IsDefined(typeof(ServiceBusTriggerAttribute)))
                is { ParameterType: var type } parameter
            && (!type.IsArray || type == typeof(byte[])))
        {
            throw new PlatformException($"The parameter {parameter.Name} of the function {Name} takes a batch: it must be an array.");
        }

        // On Azure this shows only in production, where the first failure ends the worker's process.
        if (_method?.ReturnType == typeof(void) && _method.IsDefined(typeof(AsyncStateMachineAttribute)))
            throw new PlatformException(
                $"The function {Name} is async void, so its end and its failure cannot be observed: let it return Task.");
    }

    public string Name { get; }

    public WorkerFunction Reported { get; }

    public TriggerBindingAttribute Trigger { get; }

    public bool NeedsDurableClient => Reported.DurableClients.Any();

    /// <summary>The type of its result, without the task; <c>void</c> when there is none.</summary>
    public Type ResultType => _method?.ReturnType switch
    {
        null => typeof(void),
        { IsGenericType: true } task when task.IsAssignableTo(typeof(Task)) => task.GetGenericArguments()[0],
        var type when type == typeof(Task) => typeof(void),
        var type => type,
    };

    /// <summary>The type of the first constructor parameter that is not a registered service; null when there is none, or several
    /// constructors.</summary>
    public Type? FirstMissing(IServiceProviderIsService registered) =>
        _method is { IsStatic: false } && _method.DeclaringType!.GetConstructors() is [var constructor]
            ? constructor.GetParameters()
                .Where(p => !p.HasDefaultValue && p.GetCustomAttribute<FromKeyedServicesAttribute>() is null)
                .Select(p => p.ParameterType).FirstOrDefault(t => !registered.IsService(t))
            : null;
}
