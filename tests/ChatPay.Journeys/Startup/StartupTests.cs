using System.Net;
using System.Net.Sockets;
using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>How the program reports a bad environment: one sentence, exit code 1, no stack trace.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class StartupTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Start_PortInUse_NamesItAndEnds(int offset)
    {
        using var data = new ScratchFolder();
        var port = FreePorts.Row(8);
        using var taken = new TcpListener(IPAddress.Loopback, port + offset);
        taken.Start();

        var run = await LocalProgram.RunAsync(On(port, data.Path));

        OneSentence.Check(run, $"Port {port + offset} is in use");
    }

    [Fact]
    public async Task Start_DataFolderInUse_NamesItAndEnds()
    {
        await using var platform = await PlatformProcess.StartAsync();

        var run = await LocalProgram.RunAsync(On(FreePorts.Row(8), platform.DataFolder));

        OneSentence.Check(run, $"The data folder {platform.DataFolder} is in use");
        Assert.True(platform.Program.IsRunning);
        await platform.RestAsync();
    }

    [Fact]
    public async Task Start_DataFolderIsAFile_NamesItAndEnds()
    {
        using var scratch = new ScratchFolder();
        var file = Path.Combine(scratch.Path, "data");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var run = await LocalProgram.RunAsync(On(FreePorts.Row(8), file));

        OneSentence.Check(run, $"The data folder {file} cannot be written");
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("'--prot' is not known", "--prot", "7071")]
    [InlineData("'dmeo' is not known", "dmeo")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--data needs a value", "--data", "")]
    [InlineData("--data needs a value", "--data", "--fresh")]
    [InlineData("--port needs a number", "--port", "http")]
    [InlineData("--port needs a number", "--port", "-1")]
    [InlineData("--time-scale needs a number", "--time-scale", "fast")]
    [InlineData("There is no file nowhere.json", "--settings", "nowhere.json")]
    public async Task Start_WrongOption_SaysWhichAndEnds(string sentence, params string[] arguments) =>
        OneSentence.Check(await LocalProgram.RunAsync(arguments), sentence);

    [Fact]
    public async Task Start_WithASettingsFileThatIsLocked_SaysThatItCannotBeRead()
    {
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "local.settings.json");
        await using var held = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        OneSentence.Check(await LocalProgram.RunAsync("--settings", file), $"{file} cannot be read");
    }

    [Fact]
    public async Task Start_WithASettingsFile_GivesTheAppItsValues()
    {
        using var data = new ScratchFolder();
        var file = Path.Combine(data.Path, "local.settings.json");
        await File.WriteAllTextAsync(
            file,
            """{ "IsEncrypted": false, "Values": { "PayoutSweepSchedule": "every day" } }""",
            TestContext.Current.CancellationToken);

        OneSentence.Check(
            await LocalProgram.RunAsync([.. On(FreePorts.Row(8), data.Path), "--settings", file]),
            "The schedule \"every day\" of the function");
    }

    [Fact]
    public async Task Start_WithWrongSettings_SaysASentenceForEachAndEnds()
    {
        using var data = new ScratchFolder();
        var file = Path.Combine(data.Path, "local.settings.json");
        await File.WriteAllTextAsync(file, """
            { "Values": { "OrderTerms__Foo": "1", "OrderTerms__BuyerSevenDayMaximum": "5000000000", "PayPal__MerchantId": "", "Auth__Audience": "@Microsoft.KeyVault(SecretUri=https://x)" } }
            """, TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await LocalProgram.RunAsync([.. On(FreePorts.Row(8), data.Path), "--settings", file]);

        Assert.Equal((1, ""), (exitCode, output));
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        foreach (var name in new[] { "OrderTerms:Foo", "OrderTerms:BuyerSevenDayMaximum", "PayPal:MerchantId", "Auth:Audience" })
            Assert.EndsWith(
                ".",
                Assert.Single(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Asked_PrintsTheOptions()
    {
        var (exitCode, output, errors) = await LocalProgram.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("--time-scale", output, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Interrupt)]
    public async Task Run_ToldToStop_EndsCleanly(int signal)
    {
        Assert.SkipWhen(
            signal == UnixSignal.Interrupt && InterruptsAreIgnored,
            "These tests were started with SIGINT ignored, as a shell starts what runs in the background; their children inherit it.");
        await using var platform = await PlatformProcess.StartAsync();

        Assert.Equal(0, await platform.Program.StopAsync(signal));
        Assert.Empty(platform.Program.Errors);
        Assert.Empty(Directory.EnumerateFiles(platform.DataFolder, "*.db-wal"));
    }

    /// <summary>Watching a folder includes everything below it: in a repository, or a folder that others write to, that took a fifth
    /// of the platform's processor time.</summary>
    [Fact]
    public async Task Run_Started_WatchesNoFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone shows what a process watches.");
        await using var platform = await PlatformProcess.StartAsync();

        var open = Directory.EnumerateFiles($"/proc/{platform.Program.Id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").ToList();

        Assert.NotEmpty(open);
        Assert.DoesNotContain(open, target => target.Contains("inotify", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"version\": \"1.0\" }", "\"version\"")]
    [InlineData("{ \"version\": \"2.0\", ", "is not valid JSON: look at line 1")]
    [InlineData("{ \"version\": \"2.0\", \"logging\": { \"logLevel\": { \"default\": \"Loud\" } } }", "logging.logLevel.default")]
    public async Task Start_BadHostJson_SaysWhatIsWrong(string text, string sentence)
    {
        using var build = new ScratchFolder();
        using var data = new ScratchFolder();
        Programs.CopyTo(build.Path);
        await File.WriteAllTextAsync(Path.Combine(build.Path, "host.json"), text, TestContext.Current.CancellationToken);

        await using var program = LocalProgram.Start(On(FreePorts.Row(8), data.Path), Path.Combine(build.Path, "ChatPay.Local.dll"));

        OneSentence.Check((await program.EndAsync(), program.Output, program.Errors), sentence);
    }

    private static bool InterruptsAreIgnored
    {
        get
        {
            const string Line = "SigIgn:";
            const int Interrupt = 1 << (2 - 1);
            return OperatingSystem.IsLinux()
                && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal)) is { } ignored
                && (Convert.ToUInt64(ignored[Line.Length..].Trim(), 16) & Interrupt) != 0;
        }
    }

    private static string[] On(int port, string data) =>
        ["--port", $"{port}", "--table-port", $"{port + 7}", "--data", data, "--time-scale", "0"];
}
