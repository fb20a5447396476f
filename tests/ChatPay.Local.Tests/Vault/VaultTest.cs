using System.Text.Json.Nodes;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Local.Clock;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Vault;

/// <summary>A vault on a clock that stands still, the official client, and a raw HTTP client.</summary>
public abstract class VaultTest : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-vault-");
    private readonly HttpClient _http = new(new SocketsHttpHandler());

    protected LocalClock Clock { get; } =
        new(new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });

    protected VaultService Vault { get; private set; } = null!;

    protected SecretClient Client { get; private set; } = null!;

    protected string DataFile => Path.Combine(_folder.FullName, "vault.db");

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Vault.DisposeAsync();
        _http.Dispose();
        Clock.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the vault on the data that is there.</summary>
    protected async Task StartAsync(Func<VaultServiceOptions, VaultServiceOptions>? change = null)
    {
        var options = new VaultServiceOptions { DataFile = DataFile, Clock = Clock };
        Vault = await VaultService.StartAsync(change?.Invoke(options) ?? options);
        Client = Vault.CreateClient();
    }

    protected async Task RestartAsync(Func<VaultServiceOptions, VaultServiceOptions>? change = null)
    {
        await Vault.DisposeAsync();
        await StartAsync(change);
    }

    /// <summary>Sends a raw request with the vault's token.</summary>
    protected async Task<(HttpResponseMessage Response, JsonNode? Body)> SendAsync(
        string method, string path, string? body = null, bool withToken = true)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Vault.Address, path));
        request.Headers.Host = Vault.VaultUri.Host;
        if (withToken)
            request.Headers.Add("Authorization", "Bearer " + Vault.Credential.GetToken(default, Cancelled).Token);
        if (body is not null)
            request.Content = new StringContent(body);
        var response = await _http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        return (
            response,
            text.Length > 0 && response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text) : null);
    }

    /// <summary>Returns the error that the client got.</summary>
    protected static async Task<(int Status, string? Code, string? Inner)> RefusedAsync(Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(request);
        var inner = refused.GetRawResponse()?.Content is { } content ? JsonNode.Parse(content)?["error"]?["innererror"]?["code"] : null;
        return (refused.Status, refused.ErrorCode, (string?)inner);
    }

    /// <summary>Every byte of the vault's files.</summary>
    protected async Task<byte[]> AllBytesAsync()
    {
        using var all = new MemoryStream();
        foreach (var file in _folder.GetFiles())
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(all, Cancelled);
        }

        return all.ToArray();
    }
}
