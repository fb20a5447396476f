using System.Reflection;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale;
using ChatPay.OpenApi;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The app as the laws see it.</summary>
internal static class App
{
    public static Assembly Assembly { get; } = typeof(Order).Assembly;

    /// <summary>The app's own types, including compiler-generated nested ones.</summary>
    public static IEnumerable<Type> Types { get; } = [.. Assembly.GetTypes().Where(IsOurs)];

    public static IReadOnlyList<MethodInfo> Functions { get; } =
    [
        .. Types
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    public static bool IsOurs(Type type) => type.Namespace?.StartsWith("ChatPay.Functions", StringComparison.Ordinal) == true;

    /// <summary>The trigger attribute of a function.</summary>
    public static TriggerBindingAttribute? Trigger(MethodInfo function) =>
        function
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>())
            .FirstOrDefault(found => found is not null);

    /// <summary>The route of an HTTP function, without a leading slash.</summary>
    public static string Route(MethodInfo function) => AccessRules.TriggerOf(function).Route!;

    public static IEnumerable<MethodInfo> HttpFunctions { get; } =
    [.. Functions.Where(function => Trigger(function) is HttpTriggerAttribute)];

    /// <summary>The declared type that contains a compiler-generated one.</summary>
    public static Type Written(Type type) => ReachableCode.Written(type);
}
