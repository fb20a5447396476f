using Azure;

namespace ChatPay.Local.Tests.Tables;

/// <summary>A behaviour in which Azurite differs from Azure, or from this platform.</summary>
/// <param name="Name">The subject.</param>
/// <param name="Azure">What Azure documents, with the source.</param>
/// <param name="Here">What <paramref name="Look"/> returns here.</param>
/// <param name="Azurite">What it returns on Azurite.</param>
/// <param name="Look">Tries it on a service, and returns the outcome.</param>
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
