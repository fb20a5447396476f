using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ChatPay.Local.Tests.Durable.Conformance.Engines;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>Runs one conformance test on one engine, and records the outcome.</summary>
internal static class Conformance
{
    // An official engine is the reference, not the subject. It runs in real time, and on a busy machine the in-process host sometimes
    // loses a message; only what it does every time counts. The local engine has one attempt.
    private const int OfficialAttempts = 3;

    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(3);

    // Real hosts, with threads and sockets: only a few at once. On storage they mostly wait.
    private static readonly Dictionary<string, SemaphoreSlim> Turns = new()
    {
        [EngineKind.Official] = new(2),
        [EngineKind.AzureStorage] = new(6),
    };

    /// <param name="engine">The engine's name.</param>
    /// <param name="register">Registers orchestrators and activities; on the official host also before each further attempt.</param>
    /// <param name="body">The test.</param>
    /// <param name="data">Distinguishes the runs of a test on one engine.</param>
    /// <param name="test">The test's name.</param>
    public static Task RunAsync(
        string engine, Action<Trial> register, Func<Trial, Task> body, object? data = null, [CallerMemberName] string test = "")
    {
        var run = new Run(EngineKind.All.Single(e => e.Name == engine), register, body, data, test);
        if (!run.Kind.IsOfficial)
            return run.MustPassAsync(attempts: 1);
        return KnownDifferences.Find(engine, test, data) is { } difference
            ? run.MustDifferAsync(difference)
            : run.MustPassAsync(OfficialAttempts);
    }

    private sealed record Run(EngineKind Kind, Action<Trial> Register, Func<Trial, Task> Body, object? Data, string Test)
    {
        public async Task MustPassAsync(int attempts)
        {
            var failures = new List<Exception>();
            while (failures.Count < attempts)
            {
                if ((await OnceAsync(patience: null)).Failure is not { } failure)
                {
                    var why =
                        failures.Count == 0
                            ? null
                            : $"at attempt {failures.Count + 1}; before: {failures[^1].Message.Split('\n')[0].Trim()}";
                    ConformanceReport.Passed(Test, Kind.Name, Data, why);
                    return;
                }

                failures.Add(failure);
            }

            ConformanceReport.Failed(Test, Kind.Name, Data);
            ExceptionDispatchInfo.Throw(failures[^1]);
        }

        public async Task MustDifferAsync(KnownDifference difference)
        {
            for (var attempt = 1; attempt <= (difference.Always ? OfficialAttempts : 1); attempt++)
            {
                var (opened, failure) = await OnceAsync(ShortPatience);
                if (failure is null)
                    continue;
                if (!opened)
                    ExceptionDispatchInfo.Throw(failure);
                ConformanceReport.Different(Test, Kind.Name, Data, difference.Official);
                Assert.Skip($"known difference: {difference.Official} Here: {difference.Here}");
            }

            if (difference.Always)
                Assert.Fail($"{Test} passes on the {Kind.Name} now: take it off the list of known differences ({difference.Official}).");
            ConformanceReport.Passed(Test, Kind.Name, Data);
        }

        private async Task<(bool Opened, Exception? Failure)> OnceAsync(TimeSpan? patience)
        {
            var turn = Turns.GetValueOrDefault(Kind.Name);
            await (turn?.WaitAsync() ?? Task.CompletedTask);
            var opened = false;
            try
            {
                await using var trial = Kind.Open();
                trial.Patience = patience ?? trial.Patience;
                Register(trial);
                await trial.OpenAsync();
                opened = true;
                await Body(trial);
                return (opened, null);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return (opened, e);
            }
            finally
            {
                turn?.Release();
            }
        }
    }
}
