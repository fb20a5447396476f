using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>A vault on this machine, for development: <c>KeyVault:DevelopmentCertificate</c> names the file with its TLS
/// certificate. Only this certificate is trusted, the vault need not be at vault.azure.net, and no Azure identity is sent to
/// it.</summary>
internal static class DevelopmentVault
{
    public const string Setting = "KeyVault:DevelopmentCertificate";

    /// <summary>One of these is set wherever an app runs on Azure, whatever its plan. Not CONTAINER_NAME, which other containers
    /// have as well.</summary>
    private static readonly string[] SetOnAzure = ["WEBSITE_SITE_NAME", "WEBSITE_INSTANCE_ID", "WEBSITE_POD_NAME", "CONTAINER_APP_NAME"];

    public static bool IsMeant(IConfiguration configuration) => configuration[Setting] is { Length: > 0 };

    /// <summary>The faults that prevent the app from starting with this setting: one sentence each.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration, string? vault)
    {
        if (!IsMeant(configuration))
            yield break;
        if (Array.Exists(SetOnAzure, name => configuration[name] is { Length: > 0 }))
            yield return $"{Setting} is for development, and has no place on Azure: remove it.";
        if (Uri.TryCreate(vault, UriKind.Absolute, out var address) && !(address.Scheme == Uri.UriSchemeHttps && address.IsLoopback))
            yield return $"{Setting} is for a vault on this machine, and KeyVault:Uri leads elsewhere: remove one of the two.";
        if (Find(configuration[Setting]!) is null)
            yield return $"{Setting} must name the file with the certificate of a vault on this machine: 'dotnet run --project "
                + "infra/local -- services' makes it.";
    }

    /// <summary>Proves to the vault which certificate the app trusts.</summary>
    public static TokenCredential Credential(IConfiguration configuration) => new FixedToken(Convert.ToHexString(Hash(configuration)));

    /// <summary>A client that trusts exactly this certificate.</summary>
    public static SecretClientOptions Options(IConfiguration configuration)
    {
        var trusted = Hash(configuration);
#pragma warning disable CA2000 // The client lives as long as the app.
        var transport = new HttpClientTransport(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate is not null
                        && CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(HashAlgorithmName.SHA256), trusted),
                },
            });
#pragma warning restore CA2000
        return new SecretClientOptions { Transport = transport, DisableChallengeResourceVerification = true };
    }

    private static byte[] Hash(IConfiguration configuration)
    {
        using var certificate = Find(configuration[Setting]!) ?? throw new InvalidOperationException($"{Setting} names no certificate.");
        return certificate.GetCertHash(HashAlgorithmName.SHA256);
    }

    // A relative path is searched for from here upwards: the host starts the app somewhere below the user's working directory.
    private static X509Certificate2? Find(string file)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Load(Path.Combine(folder.FullName, file)) is { } certificate)
                    return certificate;
            }
        }

        return null;
    }

    private static X509Certificate2? Load(string path)
    {
        try
        {
            return File.Exists(path) ? X509CertificateLoader.LoadCertificateFromFile(path) : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The certificate's hash: not a secret, and valid only for this vault.</summary>
    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(new AccessToken(token, DateTimeOffset.MaxValue));
    }
}
