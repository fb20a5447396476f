using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Hosting;

/// <summary>A function of the app, ready to be called.</summary>
internal sealed class LocalFunction
{
    private readonly MethodInfo _method;
    private readonly MethodInvoker _call;
    private readonly ObjectFactory? _create;
    private readonly Func<LocalFunctionContext, object?>[] _bindings;
    private readonly Func<object?, ValueTask<object?>> _result;

    /// <exception cref="PlatformException">The declaration is not one this host can run.</exception>
    public LocalFunction(string name, MethodInfo method)
    {
        var triggers = method.GetParameters().Where(p => p.GetCustomAttribute<TriggerBindingAttribute>() is not null).ToList();
        if (triggers is not [var trigger])
            throw new PlatformException($"The function {name} must have exactly one trigger, and it has {triggers.Count}.");
        if (!method.IsPublic || method.IsGenericMethodDefinition)
            throw new PlatformException($"The function {name} must be a public method that is not generic.");

        if (method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
            throw new PlatformException($"The function {name} is async void, so that nobody sees its end or its failure: let it return Task.");

        Name = name;
        Trigger = trigger.GetCustomAttribute<TriggerBindingAttribute>()!;
        ResultType = MethodResult.TypeOf(method.ReturnType);
        Definition = new LocalFunctionDefinition(name, method);
        NeedsDurableClient = method.GetParameters().Any(p => p.GetCustomAttribute<DurableClientAttribute>() is not null);
        _method = method;
        _call = MethodInvoker.Create(method);
        _create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _bindings = [.. method.GetParameters().Select(p => ParameterBinding.For(p, name, Trigger))];
        _result = MethodResult.ReaderFor(method.ReturnType);
    }

    public string Name { get; }

    public TriggerBindingAttribute Trigger { get; }

    /// <summary>What it returns when its task is done; <c>void</c> when nothing.</summary>
    public Type ResultType { get; }

    public FunctionDefinition Definition { get; }

    public bool NeedsDurableClient { get; }

    public bool Takes(Type type) => _method.GetParameters().Any(p => p.ParameterType == type);

    /// <summary>The first constructor parameter that is no service; null when there is none, or a choice of constructors.</summary>
    public Type? FirstMissing(IServiceProviderIsService registered) =>
        _create is not null && _method.DeclaringType!.GetConstructors() is [var constructor]
            ? constructor.GetParameters()
                .Where(p => !p.HasDefaultValue && p.GetCustomAttribute<FromKeyedServicesAttribute>() is null)
                .Select(p => p.ParameterType).FirstOrDefault(t => !registered.IsService(t))
            : null;

    /// <summary>Binds the parameters and calls the method. Stays on the caller's synchronisation context.</summary>
    public async Task<object?> CallAsync(LocalFunctionContext context)
    {
        var arguments = new object?[_bindings.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _bindings[i](context);

        var instance = _create?.Invoke(context.InstanceServices, null);
        return await _result(_call.Invoke(instance, arguments.AsSpan()));
    }
}
