namespace ChatPay.Local.Demo;

/// <summary>
/// Where a sale is played: a platform in this process, or one that is reached over HTTP alone.
/// </summary>
/// <param name="Address">Where the app's HTTP functions are.</param>
/// <param name="NewTokenAsync">A token for a subject with these roles.</param>
/// <param name="RestAsync">Completes when the platform has come to rest.</param>
public sealed record SaleStage(Uri Address, Func<string, string[], Task<string>> NewTokenAsync, Func<Task> RestAsync)
{
    /// <summary>Sees what the people of the sale send and get; nothing does when null. Called once for every client.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Watch { get; init; }

    /// <summary>A platform in this process.</summary>
    public static SaleStage Of(LocalPlatform platform) => new(
        platform.Address,
        (subject, roles) => Task.FromResult(platform.Identity.IssueToken(subject, roles)),
        () => platform.Clock.DrainAsync());

    /// <summary>A client that goes where the sale is played, and follows no redirection, as an API client does not.</summary>
    public HttpClient NewClient()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        return new HttpClient(Watch?.Invoke(handler) ?? handler) { BaseAddress = Address };
    }
}
