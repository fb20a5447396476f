using System.Reflection;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Hosting;

/// <summary>The functions of an app, by name.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, LocalFunction> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="PlatformException">This host cannot run one of the declarations.</exception>
    public FunctionCatalog(IEnumerable<WorkerFunction> reported, Assembly app, IConfiguration settings)
    {
        foreach (var function in reported)
            _functions.Add(function.Name, new LocalFunction(function, app));
        foreach (var name in _functions.Keys.Where(settings.IsDisabled).ToList())
            _functions.Remove(name);
    }

    public bool NeedsDurable => _functions.Values.Any(
        f => f.NeedsDurableClient || f.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute);

    /// <exception cref="PlatformException">A function class needs a service that the app has not registered.</exception>
    public void RequireServices(IServiceProviderIsService registered)
    {
        foreach (var function in _functions.Values)
        {
            if (function.FirstMissing(registered) is { } missing)
                throw new PlatformException(
                    $"The function {function.Name} needs {missing.Name}, which is not registered: add it to builder.Services in Program.cs."
                );
        }
    }

    /// <summary>All functions, by name.</summary>
    public IEnumerable<LocalFunction> All => _functions.Values.OrderBy(f => f.Name, StringComparer.Ordinal);

    public LocalFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>The functions with triggers of one type, by name.</summary>
    public IEnumerable<(LocalFunction Function, T Trigger)> With<T>()
        where T : TriggerBindingAttribute =>
        _functions.Values.Where(f => f.Trigger is T).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => (f, (T)f.Trigger));
}
