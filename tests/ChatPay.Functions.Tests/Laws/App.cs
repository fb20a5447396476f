using System.Reflection;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale;
using ChatPay.OpenApi;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>What the laws look at.</summary>
internal static class App
{
    public static Assembly Assembly { get; } = typeof(Order).Assembly;

    /// <summary>The app's own types; nested ones of the compiler included.</summary>
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

    /// <summary>The attribute that says what starts a function.</summary>
    public static TriggerBindingAttribute? Trigger(MethodInfo function) =>
        function
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>())
            .FirstOrDefault(found => found is not null);

    /// <summary>Where an HTTP function is called, without a slash in front.</summary>
    public static string Route(MethodInfo function) => AccessRules.TriggerOf(function).Route!;

    public static IEnumerable<MethodInfo> HttpFunctions { get; } =
    [.. Functions.Where(function => Trigger(function) is HttpTriggerAttribute)];

    /// <summary>The type a programmer wrote, for one that the compiler made inside it.</summary>
    public static Type Written(Type type) => ReachableCode.Written(type);
}
