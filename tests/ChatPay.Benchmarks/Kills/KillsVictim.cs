using ChatPay.Benchmarks.Orders;
using ChatPay.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Benchmarks.Kills;

/// <summary>
/// The process that is killed. It first checks everything acknowledged before, according to the file given by <c>--told</c>, prints
/// what is missing, and then runs orders, printing a line after each acknowledgement, until it is killed. With <c>--finish</c> it
/// ends every order instead.
/// </summary>
internal static class KillsVictim
{
    /// <summary>The prefix of the line that reports what was checked and what was missing: three pairs of numbers.</summary>
    public const string Checked = "checked ";

    private static readonly Lock Printing = new();

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var told = new Acknowledged();
        foreach (var line in await File.ReadAllLinesAsync(arguments.Text("told")!))
            told.Add(line);
        await using var host = await OrderHost.StartAsync(arguments.Text("data")!);
        await CheckAsync(host, told);
        if (arguments.Has("finish"))
            await FinishAsync(host.Client, told);
        else
            await Task.WhenAll(
                Enumerable.Range(0, arguments.Number("in-flight", 50)).Select(_ => OrdersAsync(host.Client, new OrderIds(random: true))));
        return 0;
    }

    private static async Task CheckAsync(OrderHost host, Acknowledged told)
    {
        int[] sought = [0, 0, 0], missing = [0, 0, 0];
        foreach (var (id, last) in told.Last)
        {
            var instance = await host.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
            var history = host.Engine.History(id);
            Look(0, true, instance is not null && history.Exists(e => e.Kind == HistoryKind.ExecutionStarted));
            Look(1, Acknowledged.Includes(last, Acknowledgement.Paid), HasEvent(history, ReferenceOrder.Paid));
            Look(1, Acknowledged.Includes(last, Acknowledgement.Shipped), HasEvent(history, ReferenceOrder.Shipped));
            Look(
                2,
                last == Acknowledgement.Completed,
                instance is { RuntimeStatus: OrchestrationRuntimeStatus.Completed, SerializedOutput.Length: OrderPayload.Size });
        }

        Print($"{Checked}{string.Join(' ', sought.Zip(missing, (s, m) => $"{s} {m}"))}");

        void Look(int kind, bool wanted, bool found)
        {
            sought[kind] += wanted ? 1 : 0;
            missing[kind] += wanted && !found ? 1 : 0;
        }
    }

    private static bool HasEvent(List<HistoryEvent> history, string name) =>
        history.Exists(e => e.Kind == HistoryKind.EventRaised && e.Name == name);

    private static async Task OrdersAsync(DurableTaskClient client, OrderIds ids)
    {
        while (true)
        {
            var id = ids.Next();
            await client.ScheduleNewOrchestrationInstanceAsync(
                new TaskName(nameof(ReferenceOrder)),
                OrderPayload.Of(id),
                new StartOrchestrationOptions(id));
            Tell(Acknowledgement.Started, id);
            await client.RaiseEventAsync(id, ReferenceOrder.Paid, OrderPayload.Of(id, "paid    "));
            Tell(Acknowledgement.Paid, id);
            await client.RaiseEventAsync(id, ReferenceOrder.Shipped, OrderPayload.Of(id, "shipped "));
            Tell(Acknowledgement.Shipped, id);
            await client.WaitForInstanceCompletionAsync(id);
            Tell(Acknowledgement.Completed, id);
        }
    }

    /// <summary>Completes all orders. A client without an acknowledgement repeats its call; a duplicate event does no harm.</summary>
    private static async Task FinishAsync(DurableTaskClient client, Acknowledged told)
    {
        foreach (var (id, last) in told.Last.Where(o => o.Value != Acknowledgement.Completed))
        {
            if (!Acknowledged.Includes(last, Acknowledgement.Paid))
                await client.RaiseEventAsync(id, ReferenceOrder.Paid, OrderPayload.Of(id, "paid    "));
            if (!Acknowledged.Includes(last, Acknowledgement.Shipped))
                await client.RaiseEventAsync(id, ReferenceOrder.Shipped, OrderPayload.Of(id, "shipped "));
            await client.WaitForInstanceCompletionAsync(id);
            Tell(Acknowledgement.Completed, id);
        }
    }

    private static void Tell(Acknowledgement what, string id) => Print($"{(char)what} {id}");

    private static void Print(string line)
    {
        lock (Printing)
            Console.WriteLine(line);
    }
}
