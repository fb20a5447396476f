using System.Reflection;
using System.Runtime.CompilerServices;

namespace ChatPay.OpenApi;

/// <summary>The methods of the app that are reachable from a method through calls, including lambdas and what the compiler generates
/// for async methods. Calls through interfaces are not followed.</summary>
public static class ReachableCode
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The reachable methods, starting with the method itself.</summary>
    public static IReadOnlyCollection<MethodBase> From(MethodBase start)
    {
        var app = start.Module.Assembly;
        var seen = new HashSet<MethodBase> { start };
        var open = new Queue<MethodBase>(seen);
        while (open.TryDequeue(out var method))
        {
            foreach (var next in Next(method).Where(m => m.Module.Assembly == app))
            {
                if (seen.Add(next))
                    open.Enqueue(next);
            }
        }

        return seen;
    }

    /// <summary>The declared type that contains a compiler-generated one.</summary>
    public static Type Written(Type type) =>
        type.DeclaringType is { } outer && type.Name.Contains('<', StringComparison.Ordinal) ? Written(outer) : type;

    private static IEnumerable<MethodBase> Next(MethodBase method) =>
        MethodCode.MembersOf(method).OfType<MethodBase>()
            .Concat(method.GetCustomAttribute<StateMachineAttribute>() is { } made ? made.StateMachineType.GetMethods(Everything) : []);
}
