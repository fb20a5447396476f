using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Who may call which HTTP function, read once from the attributes of the functions.</summary>
public sealed class AccessRules
{
    private readonly FrozenDictionary<string, IReadOnlyList<Role>> _anyOf;

    private AccessRules(FrozenDictionary<string, IReadOnlyList<Role>> anyOf) => _anyOf = anyOf;

    /// <summary>The rules of an assembly's HTTP functions.</summary>
    /// <exception cref="InvalidOperationException">A function declares neither or both of <see cref="RequiresAttribute"/> and
    /// <see cref="OpenAttribute"/>, or requires no role.</exception>
    public static AccessRules Of(Assembly assembly) =>
        new(HttpFunctions(assembly).ToFrozenDictionary(EntryPoint, Rule, StringComparer.Ordinal));

    /// <summary>The methods with an HTTP trigger.</summary>
    public static IEnumerable<MethodInfo> HttpFunctions(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(FunctionAttribute), false)
            && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute), false)));

    /// <summary>The HTTP trigger of a function, with its verbs and route.</summary>
    public static HttpTriggerAttribute TriggerOf(MethodInfo function) =>
        function
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>()
            .Single();

    /// <summary>The roles of which a caller needs one; empty when the function is open.</summary>
    /// <exception cref="InvalidOperationException">There is no such function; it is never let through unchecked.</exception>
    public IReadOnlyList<Role> AnyOf(string entryPoint) => _anyOf.TryGetValue(entryPoint, out var roles)
        ? roles
        : throw new InvalidOperationException($"No access rule is known for {entryPoint}.");

    // In the format of FunctionDefinition.EntryPoint.
    internal static string EntryPoint(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    private static IReadOnlyList<Role> Rule(MethodInfo method) =>
        (method.GetCustomAttribute<RequiresAttribute>(), method.GetCustomAttribute<OpenAttribute>()) switch
        {
            ({ AnyOf.Count: > 0 } requires, null) => requires.AnyOf,
            (null, { Because.Length: > 0 }) => [],
            _ => throw new InvalidOperationException(
                $"{EntryPoint(method)} is an HTTP function: declare who may call it, either [Requires(Role...)] or [Open(because)]."),
        };
}
