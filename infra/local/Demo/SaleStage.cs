namespace ChatPay.Local.Demo;

/// <summary>Where a sale is played: on a platform in this process, or on one that is only reachable over HTTP.</summary>
/// <param name="Address">Where the app's HTTP functions are.</param>
/// <param name="NewTokenAsync">Returns a token for a subject with these roles.</param>
/// <param name="RestAsync">Completes when the platform is idle.</param>
public sealed record SaleStage(Uri Address, Func<string, string[], Task<string>> NewTokenAsync, Func<Task> RestAsync)
{
    /// <summary>Wraps the HTTP handler, to observe what the people of the sale send and receive; null for none. Called once for each
    /// client.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Watch { get; init; }

    /// <summary>A platform in this process.</summary>
    public static SaleStage Of(LocalPlatform platform) => new(
        platform.Address,
        (subject, roles) => Task.FromResult(platform.Identity.IssueToken(subject, roles)),
        () => platform.Clock.DrainAsync());

    /// <summary>A client of the app that follows no redirects, like an API client.</summary>
    public HttpClient NewClient()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        return new HttpClient(Watch?.Invoke(handler) ?? handler) { BaseAddress = Address };
    }
}
