using System.Diagnostics;
using ChatPay.Benchmarks.Orders;
using Microsoft.DurableTask.Client;

namespace ChatPay.Benchmarks.Parked;

/// <summary>The process that opens a file of parked orders. Its parent fills in <see cref="Elapsed"/> in its output, because it knows
/// when the process started.</summary>
internal static class ParkedAgain
{
    public const string Elapsed = "{elapsed}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var begun = Stopwatch.GetTimestamp();
        var instances = arguments.Number("instances", 1);
        await using var host = await OrderHost.StartAsync(arguments.Text("data")!, typeof(ParkedOrder));
        var opened = Stopwatch.GetElapsedTime(begun);
        var parked = await host.Client.GetInstanceAsync(ParkedCommand.Id(instances / 2));
        Console.WriteLine(
            $"first answer {Elapsed} after the process was started ({opened.TotalMilliseconds:N0} ms of it to start host and engine): "
                + $"{parked!.RuntimeStatus}");

        var raised = Stopwatch.GetTimestamp();
        var paid = ParkedCommand.Id(instances / 4 * 2);
        await host.Client.RaiseEventAsync(paid, ParkedOrder.Paid, "now");
        var woken = await host.Client.WaitForInstanceCompletionAsync(paid, getInputsAndOutputs: true).WaitAsync(Patience);
        Console.WriteLine(
            $"an event     woke one in {Stopwatch.GetElapsedTime(raised).TotalMilliseconds:N1} ms: {woken.RuntimeStatus} "
                + $"{woken.SerializedOutput}");

        var alarm = await host.Client.WaitForInstanceCompletionAsync(ParkedCommand.Alarm, getInputsAndOutputs: true).WaitAsync(Patience);
        var late = alarm.ReadOutputAs<DateTime>() - alarm.ReadInputAs<DateTime>();
        Console.WriteLine($"a due timer  fired {late.TotalMilliseconds:N1} ms after its time: {alarm.RuntimeStatus}");

        using var itself = Process.GetCurrentProcess();
        Console.WriteLine(
            $"memory       {itself.WorkingSet64 / 1048576.0:N0} MiB resident, {itself.PeakWorkingSet64 / 1048576.0:N0} MiB at most");
        return parked.RuntimeStatus == OrchestrationRuntimeStatus.Running && woken.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? 0
            : 1;
    }
}
