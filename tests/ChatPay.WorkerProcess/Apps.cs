using System.Reflection;
using ChatPay.Functions.Orchestrations;

namespace ChatPay.WorkerProcess;

/// <summary>The programs that run as processes here, each in its output folder.</summary>
internal static class Apps
{
    /// <summary>ChatPay itself.</summary>
    public static string ChatPay => Built("App");

    /// <summary>A small app with features that ChatPay does not use.</summary>
    public static string Sample => Built("Sample");

    /// <summary>ChatPay's assembly in this process, for comparison.</summary>
    public static Assembly Assembly => typeof(OrderLifecycle).Assembly;

    private static string Built(string name) =>
        typeof(Apps).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
