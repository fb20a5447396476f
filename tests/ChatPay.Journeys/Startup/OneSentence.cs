namespace ChatPay.Journeys.Startup;

/// <summary>Checks how a program that cannot start ends.</summary>
internal static class OneSentence
{
    /// <summary>Expects exit code 1, no output, and one line with the sentence on the error stream.</summary>
    public static void Check((int ExitCode, string Output, string Errors) run, string sentence)
    {
        var line = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }
}
