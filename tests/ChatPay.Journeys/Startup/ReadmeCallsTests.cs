using System.Text;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Crash;
using ChatPay.Local;

namespace ChatPay.Journeys.Startup;

/// <summary>The calls on README's first page, as a newcomer types them.</summary>
public sealed partial class ReadmeCallsTests
{
    [Fact]
    public async Task Calls_OfTheReadme_AllSucceed()
    {
        using var scratch = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = scratch.Path,
                Port = 0,
                TablePort = 0,
                TimeScale = 0,
            });
        using var http = new HttpClient(new SocketsHttpHandler());
        var started = platform.Clock.GetUtcNow();
        string? token = null;

        foreach (var line in CallsOfTheReadme())
        {
            var call = line.Replace("http://127.0.0.1:7071/", platform.Address.AbsoluteUri, StringComparison.Ordinal)
                .Replace("http://127.0.0.1:7072/", platform.Control.AbsoluteUri, StringComparison.Ordinal)
                .Replace("http://127.0.0.1:7073", platform.Identity.Authority.TrimEnd('/'), StringComparison.Ordinal)
                .Replace("$TOKEN", token, StringComparison.Ordinal);
            using var request = Request(Words(Inner(call)));
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{line}: {answer.StatusCode} {text}");
            if (line.StartsWith("TOKEN=", StringComparison.Ordinal))
                token = text;
        }

        Assert.Equal(TimeSpan.FromDays(3), platform.Clock.GetUtcNow() - started);
    }

    private static string[] CallsOfTheReadme() =>
        [
            .. File.ReadLines(Path.Combine(Programs.Repository, "README.md"))
                .SkipWhile(l => !l.StartsWith("TOKEN=$(curl", StringComparison.Ordinal))
                .TakeWhile(l => !l.StartsWith("```", StringComparison.Ordinal)),
        ];

    private static string Inner(string line) => line.StartsWith("TOKEN=$(", StringComparison.Ordinal) ? line["TOKEN=$(".Length..^1] : line;

    private static HttpRequestMessage Request(string[] words)
    {
        var data = string.Join('&', Options(words, "-d"));
        var headers = Options(words, "-H").Select(h => h.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(h => h[0], h => h[1]);
        var request = new HttpRequestMessage(
            data.Length > 0 ? HttpMethod.Post : HttpMethod.Get,
            words.Single(w => w.StartsWith("http://", StringComparison.Ordinal)));
        if (data.Length > 0)
            request.Content = new StringContent(
                data,
                Encoding.UTF8,
                headers.GetValueOrDefault("Content-Type", "application/x-www-form-urlencoded"));
        foreach (var (name, value) in headers.Where(h => h.Key != "Content-Type"))
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    private static IEnumerable<string> Options(string[] words, string name) => words.Where((_, i) => i > 0 && words[i - 1] == name);

    private static string[] Words(string line) => [.. Word().Matches(line).Select(m => m.Value.Trim('\'', '"'))];

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^ ]+""")]
    private static partial Regex Word();
}
