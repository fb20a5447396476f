using System.Runtime.CompilerServices;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>Runs one conformance test on one engine, and notes the outcome.</summary>
internal static class Conformance
{
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(3);

    // Real hosts with threads and sockets of their own: a few at once.
    private static readonly SemaphoreSlim OfficialHosts = new(2);

    /// <param name="engine">The engine's name.</param>
    /// <param name="register">Registers orchestrators and activities.</param>
    /// <param name="body">The test.</param>
    /// <param name="data">What tells the runs of a test apart on one engine.</param>
    /// <param name="test">The test's name.</param>
    public static async Task RunAsync(
        string engine, Action<Trial> register, Func<Trial, Task> body, object? data = null, [CallerMemberName] string test = "")
    {
        var kind = EngineKind.All.Single(e => e.Name == engine);
        var difference = engine == EngineKind.Official ? KnownDifferences.Find(test, data) : null;
        var turn = engine == EngineKind.Official ? OfficialHosts : null;
        await (turn?.WaitAsync() ?? Task.CompletedTask);
        var opened = false;
        try
        {
            await using var trial = kind.Open();
            if (difference is not null)
                trial.Patience = ShortPatience;
            register(trial);
            await trial.OpenAsync();
            opened = true;
            await body(trial);
        }
        catch (Exception e) when (opened && difference is not null && e is not OutOfMemoryException)
        {
            ConformanceReport.Different(test, engine, data, difference.Official);
            Assert.Skip($"known difference: {difference.Official} Here: {difference.Here}");
        }
        catch (Exception)
        {
            ConformanceReport.Failed(test, engine, data);
            throw;
        }
        finally
        {
            turn?.Release();
        }

        if (difference is { Always: true })
            Assert.Fail($"{test} passes on the {engine} now: take it off the list of known differences ({difference.Official}).");
        ConformanceReport.Passed(test, engine, data);
    }
}
