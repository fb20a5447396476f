using ChatPay.Local.Demo;
using ChatPay.Local.Developer;
using Microsoft.AspNetCore.Http;
using Spectre.Console;

namespace ChatPay.Local.Commands;

/// <summary>The demo at the pace of somebody who watches it in a browser: it begins when the page is opened, takes a step every few
/// seconds, and keeps running when the sale is over.</summary>
internal static class WatchedDemo
{
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(LocalPlatformOptions options)
    {
        using var stop = new StopSignal();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pace = new DemoPace(
            async platform =>
            {
                AnsiConsole.MarkupLine($"Open [bold]{platform.Control}[/]: it shows both phones, and begins then. Ctrl+C ends it.");
                await Task.WhenAny(opened.Task, stop.Given);
                await WaitAsync(stop);
            },
            () => WaitAsync(stop),
            async () =>
            {
                AnsiConsole.MarkupLine("[grey]Everything stays open until Ctrl+C.[/]");
                await stop.Given;
            });
        return await DemoCommand.RunAsync(options with { DeveloperPage = platform => Notice(platform, opened) }, pace);
    }

    private static Func<HttpContext, Task<bool>> Notice(LocalPlatform platform, TaskCompletionSource opened)
    {
        var page = new DeveloperApi(platform);
        return http =>
        {
            if (http.Request.Path == "/look")
                opened.TrySetResult();
            return page.TryAnswerAsync(http);
        };
    }

#pragma warning disable RS0030 // For the eyes of a person, whose time is the real one.
    private static Task WaitAsync(StopSignal stop) => Task.WhenAny(Task.Delay(BetweenSteps), stop.Given);
#pragma warning restore RS0030
}
