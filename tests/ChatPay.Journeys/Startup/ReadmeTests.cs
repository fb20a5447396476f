using System.Net;
using System.Runtime.CompilerServices;
using ChatPay.Journeys.Crash;
using ChatPay.Local;

namespace ChatPay.Journeys.Startup;

/// <summary>The sample of infra/local/README.md, verbatim.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Sample_OfTheReadme_Runs()
    {
        using var scratch = new ScratchFolder();
        var folder = scratch.Path;

        // README: begin
        await using var platform = await LocalPlatform.StartAsync(new LocalPlatformOptions
        {
            DataFolder = folder,
            Port = 0,
            TablePort = 0, // free ports
            TimeScale = 0, // the clock stands still until it is moved
            Start = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        });
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", platform.Identity.IssueToken("seller-1", ["seller"]));
        using var answer = await http.GetAsync(new Uri("api/health/ready", UriKind.Relative));
        await platform.Clock.DrainAsync(); // until everything has come to rest
        await platform.Clock.AdvanceAsync(TimeSpan.FromDays(5));
        // README: end

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 9, 0, 0, TimeSpan.Zero), platform.Clock.GetUtcNow());
    }

    [Fact]
    public void Sample_OfTheReadme_IsTheOneThatRuns()
    {
        var readme = File.ReadAllText(Path.Combine(Programs.Repository, "infra", "local", "README.md"));
        var shown = readme.Split("```csharp\n")[1].Split("```")[0];

        Assert.Equal(Lines(Between(File.ReadAllText(ThisFile()), "// README: begin\n", "// README: end")), Lines(shown));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static string Between(string text, string begin, string end) => text.Split(begin)[1].Split(end)[0];

    private static string[] Lines(string text) => [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
}
