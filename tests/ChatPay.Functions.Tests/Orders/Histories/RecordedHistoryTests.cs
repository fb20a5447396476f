using ChatPay.Functions.Orchestrations;

namespace ChatPay.Functions.Tests.Orders.Histories;

/// <summary>Orders started by an earlier build continue under this one (case 38): their histories are replayed turn by turn.</summary>
public sealed class RecordedHistoryTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(RecordedHistory.Folder, "*.jsonl", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RecordedHistory.Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void History_OfAnEarlierBuild_IsGoneOnWithAtEveryTurn(string file) =>
        Assert.Null(
            RecordedHistory.FindDifference(
                ScriptedSale.OrderId,
                RecordedHistory.Read(Path.Combine(RecordedHistory.Folder, file)),
                async context => await OrderLifecycle.RunAsync(context)));

    [Fact]
    public void EveryVersion_HasAHistoryOfEachStory() =>
        Assert.Equal(
            new[] { "unversioned", "1.0", "1.1", OrchestrationVersion.Current }
                .SelectMany(v => RecordedStories.All.Keys.Select(story => $"{v}/{story}.jsonl"))
                .Order(StringComparer.Ordinal),
            Files.Select(row => row.Data));

    /// <summary>Run by hand for a new version: <c>--explicit only</c>. It never changes the files of earlier versions.</summary>
    [Fact(Explicit = true)]
    public async Task Record()
    {
        foreach (var (story, play) in RecordedStories.All)
        {
            await using var run = await play(OrchestrationVersion.Current);
            Assert.True(await run.HasEndedAsync(), story);
            RecordedHistory.Write(
                Path.Combine(
                    RepositoryFolder(),
                    "tests",
                    "ChatPay.Functions.Tests",
                    "Orders",
                    "Histories",
                    OrchestrationVersion.Current,
                    story + ".jsonl"),
                run.History);
        }
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatPay.Functions.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
