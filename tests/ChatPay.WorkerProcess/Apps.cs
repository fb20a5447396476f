using System.Reflection;
using ChatPay.Functions.Orchestrations;

namespace ChatPay.WorkerProcess;

/// <summary>The programs that run as processes here, each in the folder that it was built to.</summary>
internal static class Apps
{
    /// <summary>ChatPay itself.</summary>
    public static string ChatPay => Built("App");

    /// <summary>A small app that has what ChatPay has not.</summary>
    public static string Sample => Built("Sample");

    /// <summary>ChatPay in this process, to compare with.</summary>
    public static Assembly Assembly => typeof(OrderLifecycle).Assembly;

    private static string Built(string name) =>
        typeof(Apps).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
