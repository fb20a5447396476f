using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Kills;

/// <summary><c>kills</c>: kills (SIGKILL) a process under the reference load at random instants and restarts it on the same folder;
/// each time it checks everything acknowledged in the round before, and at the end that of all rounds.</summary>
internal static class KillsCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly string[] Kinds = ["starts", "events", "completions"];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (times, inFlight) = (arguments.Number("times", 200), arguments.Number("in-flight", 50));
        var folder = arguments.Text("data") ?? Directory.CreateTempSubdirectory("chatpay-kills-").FullName;
        try
        {
            Console.WriteLine(
                $"{times} times kill -9 with {inFlight} orders in "
                    + $"flight.\n{Machine.Here(Directory.CreateDirectory(folder).FullName, new Local.Clock.LocalClock().GetUtcNow())}\n");
            var (all, round) = (new Acknowledged(), new Acknowledged());
            int[] sought = [0, 0, 0], missing = [0, 0, 0];
            for (var kill = 1; kill <= times; kill++)
            {
                var told = await RoundAsync(folder, round, inFlight, sought, missing);
                told.ForEach(all.Add);
                round = new Acknowledged();
                told.ForEach(round.Add);
                if (kill % 10 == 0 || kill == times)
                    Console.WriteLine($"{kill} kills, {all.Count} acknowledgements of {all.Last.Count} orders, {missing.Sum()} missing");
            }

            Array.Clear(sought);
            await FinishAsync(folder, all, sought, missing);
            for (var kind = 0; kind < Kinds.Length; kind++)
                Console.WriteLine(
                    $"{sought[kind]} {Kinds[kind]} acknowledged and looked for after the last kill; {missing[kind]} missing in all rounds");
            var open = all.Last.Values.Count(a => a != Acknowledgement.Completed);
            Console.WriteLine($"{all.Last.Count} orders in all, of which {open} have not ended");
            return missing.Sum() + open == 0 ? 0 : 1;
        }
        finally
        {
            if (!arguments.Has("data"))
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The lines of acknowledgements until the process was killed.</returns>
    private static async Task<List<string>> RoundAsync(string folder, Acknowledged before, int inFlight, int[] sought, int[] missing)
    {
        using var victim = ChildProcess.Start([
            "kills-victim",
            "--data",
            folder,
            "--told",
            Write(folder, before),
            "--in-flight",
            $"{inFlight}",
        ]);
        try
        {
            Count(await CheckedAsync(victim.StandardOutput), sought, missing);

            // Killed only once it is working: after the round's first acknowledgement.
            List<string> told =
            [
                await victim.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process ended by itself."),
            ];
            var reading = Task.Run(async () =>
            {
                while (await victim.StandardOutput.ReadLineAsync() is { } line)
                    told.Add(line);
            });
            await Pause.For(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1000)));
            victim.Kill();
            await reading;
            return told;
        }
        finally
        {
            if (!victim.HasExited)
                victim.Kill();
            await victim.WaitForExitAsync();
        }
    }

    private static async Task FinishAsync(string folder, Acknowledged all, int[] sought, int[] missing)
    {
        using var last = ChildProcess.Start(["kills-victim", "--data", folder, "--told", Write(folder, all), "--finish"]);
        try
        {
            Count(await CheckedAsync(last.StandardOutput), sought, missing);
            // A lost order cannot end.
            while (missing.Sum() == 0 && await last.StandardOutput.ReadLineAsync().WaitAsync(Longest) is { } line)
                all.Add(line);
        }
        finally
        {
            if (!last.HasExited)
                last.Kill();
            await last.WaitForExitAsync();
        }

    }

    private static string Write(string folder, Acknowledged told)
    {
        var file = Path.Combine(folder, "told.txt");
        File.WriteAllLines(file, told.Last.Select(o => $"{(char)o.Value} {o.Key}"));
        return file;
    }

    private static async Task<int[]> CheckedAsync(StreamReader output)
    {
        var line = await output.ReadLineAsync().WaitAsync(Longest);
        return line is not null && line.StartsWith(KillsVictim.Checked, StringComparison.Ordinal)
            ?
            [
                .. line[KillsVictim.Checked.Length..]
                    .Split(' ')
                    .Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
            ]
            : throw new InvalidOperationException($"The process did not come up; it said: {line}");
    }

    private static void Count(int[] pairs, int[] sought, int[] missing)
    {
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            sought[kind] += pairs[2 * kind];
            missing[kind] += pairs[(2 * kind) + 1];
        }
    }
}
