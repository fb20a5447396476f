using Microsoft.IdentityModel.Protocols;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Fetches an issuer's discovery document and keys.</summary>
internal sealed class IssuerDocuments(IHttpClientFactory clients) : IDocumentRetriever
{
    public const string ClientName = "issuer";

    /// <summary>Far more than any key set needs.</summary>
    public const int MaxDocumentLength = 1024 * 1024;

    /// <summary>The longest time that a caller waits for the keys.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Over plain HTTP anybody in between could substitute keys; on the loopback interface nobody is in between.</summary>
    public static bool IsTrustworthy(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        var uri = new Uri(address, UriKind.Absolute);
        if (!IsTrustworthy(uri))
            throw new IOException($"The issuer's documents must come over https, not from {uri.GetLeftPart(UriPartial.Authority)}.");

        using var response = await clients.CreateClient(ClientName).GetAsync(uri, cancel);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync(cancel)
            : throw new IOException($"The issuer answered {(int)response.StatusCode} for {uri.GetLeftPart(UriPartial.Path)}.");
    }
}
