using Azure;

namespace ChatPay.Local.Tests.Tables;

/// <summary>Something that Azurite does otherwise than Azure, or than this platform.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Azure">What Azure documents, and where.</param>
/// <param name="Here">What <paramref name="Look"/> sees here.</param>
/// <param name="Azurite">What it sees there.</param>
/// <param name="Look">Does it to a service, and tells what came of it.</param>
public sealed record KnownDifference(string Name, string Azure, string Here, string Azurite, Func<TablesUnderTest, Task<string>> Look)
{
    /// <returns><c>400 InvalidInput</c> for a refusal, <c>done</c> otherwise.</returns>
    internal static async Task<string> Outcome(Func<Task> act)
    {
        try
        {
            await act();
            return "done";
        }
        catch (RequestFailedException e)
        {
            return $"{e.Status} {e.ErrorCode}".Trim();
        }
        catch (InvalidOperationException)
        {
            return "an answer that the client cannot read";
        }
    }

    public override string ToString() => Name;
}
