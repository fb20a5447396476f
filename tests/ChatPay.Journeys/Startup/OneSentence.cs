namespace ChatPay.Journeys.Startup;

/// <summary>How a program ends that cannot start.</summary>
internal static class OneSentence
{
    /// <summary>Exit code 1, nothing printed, and one line on the error stream that has this in it.</summary>
    public static void Check((int ExitCode, string Output, string Errors) run, string sentence)
    {
        var line = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }
}
