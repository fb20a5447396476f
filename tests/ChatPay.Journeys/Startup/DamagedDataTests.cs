using System.Security.Cryptography;
using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>The data folder of an earlier run, with one damaged file.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class DamagedDataTests(DamagedDataTests.StoppedPlatform stopped) : IClassFixture<DamagedDataTests.StoppedPlatform>
{
    [Theory]
    [InlineData("durable.db")]
    [InlineData("bus.db")]
    [InlineData("tables.db")]
    [InlineData("vault.db")]
    [InlineData("paypal.db")]
    [InlineData("instagram.db")]
    [InlineData("clock.txt")]
    [InlineData("timers.json")]
    [InlineData("keys.json")]
    [InlineData("issuer.key")]
    [InlineData("vault.db.key")]
    public async Task Start_HeaderOverwritten_NamesTheFileAndLeavesIt(string name)
    {
        using var data = stopped.Copy();
        var file = Path.Combine(data.Path, name);
        var garbage = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        new Random(1).NextBytes(garbage.AsSpan(0, Math.Min(100, garbage.Length)));
        await File.WriteAllBytesAsync(file, garbage, TestContext.Current.CancellationToken);
        await RefusesAsync(data.Path, file, garbage);
    }

    [Theory]
    [InlineData("durable.db")]
    [InlineData("tables.db")]
    public async Task Start_PageOverwritten_NamesTheFileAndLeavesIt(string name)
    {
        using var data = stopped.Copy();
        var file = Path.Combine(data.Path, name);
        var garbage = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        new Random(1).NextBytes(garbage.AsSpan(4096, 4096));
        await File.WriteAllBytesAsync(file, garbage, TestContext.Current.CancellationToken);
        await RefusesAsync(data.Path, file, garbage);
    }

    [Theory]
    [InlineData("durable.db")]
    [InlineData("vault.db")]
    public async Task Start_AnotherVersion_NamesTheFileAndLeavesIt(string name)
    {
        using var data = stopped.Copy();
        var file = Path.Combine(data.Path, name);
        var newer = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        newer[63] = 200;
        await File.WriteAllBytesAsync(file, newer, TestContext.Current.CancellationToken);
        await RefusesAsync(data.Path, file, newer);
    }

    [Fact]
    public async Task Start_LogBesideAnEmptyFile_NamesTheFileAndLeavesBoth()
    {
        using var data = stopped.Copy();
        var file = Path.Combine(data.Path, "tables.db");
        await File.WriteAllBytesAsync(file, [], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file + "-wal", "a log", TestContext.Current.CancellationToken);
        await RefusesAsync(data.Path, file, []);
        Assert.Equal("a log", await File.ReadAllTextAsync(file + "-wal", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_KeyOpenToOthers_NamesTheKeyAndLeavesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        if (OperatingSystem.IsWindows())
            return;
        using var data = stopped.Copy();
        var key = Path.Combine(data.Path, "vault.db.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await RefusesAsync(data.Path, key, await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_Fresh_DeletesTheDamagedDataAndNobodyElses()
    {
        using var data = stopped.Copy();
        string[] others = ["notes.txt", "package.json", "other.db", "private.key", "web.log"];
        foreach (var other in others)
            await File.WriteAllTextAsync(Path.Combine(data.Path, other), "mine", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "durable.db"), "garbage", TestContext.Current.CancellationToken);
        await using var program = LocalProgram.Start([.. On(data.Path), "--fresh"]);
        await program.PrintedAsync("Ready.");

        Assert.All(others, other => Assert.Equal("mine", File.ReadAllText(Path.Combine(data.Path, other))));
    }

    private static async Task RefusesAsync(string data, string file, byte[] left)
    {
        var run = await LocalProgram.RunAsync(On(data));

        OneSentence.Check(run, file);
        Assert.True(
            run.Errors.Contains("--fresh", StringComparison.Ordinal) || run.Errors.Contains("delete it", StringComparison.Ordinal),
            run.Errors);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(left)), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file))));
    }

    private static string[] On(string data)
    {
        var port = FreePorts.Row(8);
        return ["--port", $"{port}", "--table-port", $"{port + 7}", "--data", data, "--time-scale", "0"];
    }

    /// <summary>The data of a platform that ran for two hours and was stopped.</summary>
    public sealed class StoppedPlatform : IAsyncLifetime
    {
        private readonly ScratchFolder _data = new();

        public async ValueTask InitializeAsync()
        {
            await using var platform = await PlatformProcess.StartAsync();
            await platform.AdvanceAsync(TimeSpan.FromHours(2));
            await (OperatingSystem.IsWindows() ? platform.Program.KillAsync() : platform.Program.StopAsync());
            Copy(platform.DataFolder, _data.Path);
        }

        public ValueTask DisposeAsync()
        {
            _data.Dispose();
            return ValueTask.CompletedTask;
        }

        internal ScratchFolder Copy()
        {
            var copy = new ScratchFolder();
            Copy(_data.Path, copy.Path);
            return copy;
        }

        private static void Copy(string from, string to)
        {
            foreach (var file in Directory.EnumerateFiles(from))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
