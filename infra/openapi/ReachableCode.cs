using System.Reflection;
using System.Runtime.CompilerServices;

namespace ChatPay.OpenApi;

/// <summary>The methods of the app that a method can lead to: what it calls, what that calls, lambdas and the parts that the compiler
/// makes of an async method included. Calls through interfaces are not followed.</summary>
public static class ReachableCode
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All of them, the method itself first.</summary>
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

    /// <summary>The type that a programmer wrote, for one that the compiler made inside it.</summary>
    public static Type Written(Type type) =>
        type.DeclaringType is { } outer && type.Name.Contains('<', StringComparison.Ordinal) ? Written(outer) : type;

    private static IEnumerable<MethodBase> Next(MethodBase method) =>
        MethodCode.MembersOf(method).OfType<MethodBase>()
            .Concat(method.GetCustomAttribute<StateMachineAttribute>() is { } made ? made.StateMachineType.GetMethods(Everything) : []);
}
