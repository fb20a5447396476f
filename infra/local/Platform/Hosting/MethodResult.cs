using System.Reflection;

namespace ChatPay.Local.Hosting;

/// <summary>Turns what a method returns (nothing, a value, a task of either kind) into its result.</summary>
internal static class MethodResult
{
    public static Type TypeOf(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(void)
        : IsGeneric(returned, typeof(Task<>)) || IsGeneric(returned, typeof(ValueTask<>)) ? returned.GetGenericArguments()[0]
        : returned;

    public static Func<object?, ValueTask<object?>> ReaderFor(Type returned)
    {
        if (returned == typeof(Task))
            return OfTask;
        if (returned == typeof(ValueTask))
            return OfValueTask;
        if (IsGeneric(returned, typeof(Task<>)))
            return Typed(nameof(OfTaskOf), returned);
        if (IsGeneric(returned, typeof(ValueTask<>)))
            return Typed(nameof(OfValueTaskOf), returned);
        return value => new ValueTask<object?>(value);
    }

    private static async ValueTask<object?> OfTask(object? task)
    {
        await (Task)task!;
        return null;
    }

    private static async ValueTask<object?> OfValueTask(object? task)
    {
        await (ValueTask)task!;
        return null;
    }

    private static async ValueTask<object?> OfTaskOf<T>(object? task) => await (Task<T>)task!;

    private static async ValueTask<object?> OfValueTaskOf<T>(object? task) => await (ValueTask<T>)task!;

    private static Func<object?, ValueTask<object?>> Typed(string reader, Type returned) =>
        typeof(MethodResult).GetMethod(reader, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(returned.GetGenericArguments()[0])
            .CreateDelegate<Func<object?, ValueTask<object?>>>();

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
