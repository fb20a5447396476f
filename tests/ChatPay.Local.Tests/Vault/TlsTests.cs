using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Local.Clock;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Vault;

/// <summary>The vault over TLS with its own certificate, for the unmodified official client.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-vault-tls-");
    private readonly LocalClock _clock = new();
    private VaultService _vault = null!;

    private string CertificateFile => Path.Combine(_folder.FullName, "vault-tls.pfx");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _vault = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Client_ThatTrustsTheCertificate_KeepsAndReadsSecrets()
    {
        var client = ClientThatKnows(Certificate());
        await client.SetSecretAsync("kyc-1", "identity", Cancelled);

        var read = (await client.GetSecretAsync("kyc-1", cancellationToken: Cancelled)).Value;
        await (await client.StartDeleteSecretAsync("kyc-1", Cancelled)).WaitForCompletionAsync(Cancelled);

        Assert.Equal("identity", read.Value);
        Assert.Equal(new Uri(_vault.Address, $"secrets/kyc-1/{read.Properties.Version}"), read.Id);
        Assert.Equal("kyc-1", Assert.Single(await client.GetDeletedSecretsAsync(Cancelled).ToListAsync(Cancelled)).Name);
    }

    [Fact]
    public async Task Certificate_IsTheSameAfterARestart_AndItsKeyIsItsOwnersAlone()
    {
        var before = Certificate().Thumbprint;

        await _vault.DisposeAsync();
        _vault = await StartAsync();

        Assert.Equal(before, Certificate().Thumbprint);
        Assert.False(Certificate().HasPrivateKey);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CertificateFile));
    }

    [Fact]
    public async Task Certificate_OpenToOthers_StopsTheStart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var elsewhere = Path.Combine(_folder.FullName, "open.pfx");
        File.Copy(CertificateFile, elsewhere);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(elsewhere, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var refused = await Assert.ThrowsAsync<PlatformException>(() =>
            VaultService.StartAsync(
                new VaultServiceOptions
                {
                    DataFile = Path.Combine(_folder.FullName, "other.db"),
                    Clock = _clock,
                    CertificateFile = elsewhere,
                }));

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_WithoutTheToken_IsChallenged()
    {
        using var http = new HttpClient(Handler(Certificate()));

        using var answer = await http.GetAsync(new Uri(_vault.Address, "secrets/kyc-1?api-version=7.6"), Cancelled);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    private Task<VaultService> StartAsync() =>
        VaultService.StartAsync(
            new VaultServiceOptions
            {
                DataFile = Path.Combine(_folder.FullName, "vault.db"),
                Clock = _clock,
                CertificateFile = CertificateFile,
            });

    private X509Certificate2 Certificate() => X509CertificateLoader.LoadCertificateFromFile(_vault.CertificateFile!);

    private SecretClient ClientThatKnows(X509Certificate2 certificate) =>
        new(
            _vault.Address,
            DelegatedTokenCredential.Create(
                (_, _) => new AccessToken(certificate.GetCertHashString(HashAlgorithmName.SHA256), DateTimeOffset.MaxValue)),
            new SecretClientOptions
            {
                Transport = new HttpClientTransport(Handler(certificate)),
                DisableChallengeResourceVerification = true,
            });

    private static SocketsHttpHandler Handler(X509Certificate2 trusted) =>
        new()
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == trusted.GetCertHashString(),
            },
        };
}
