using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using ChatPay.Functions.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Functions.Tests.Shared.Settings;

/// <summary>A vault on the developer's machine is accepted there only.</summary>
public sealed class DevelopmentVaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-development-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Certificate_OfAVaultOnThisMachine_IsTaken() =>
        Assert.Empty(
            Faults(("KeyVault:DevelopmentCertificate", Certificate()), ("WEBSITE_HOSTNAME", "localhost:7071"), ("CONTAINER_NAME", "dev")));

    [Theory]
    [InlineData("WEBSITE_INSTANCE_ID")]
    [InlineData("WEBSITE_SITE_NAME")]
    [InlineData("WEBSITE_POD_NAME")]
    [InlineData("CONTAINER_APP_NAME")]
    public void Certificate_OnAzure_IsRefused(string setOnAzure) => Assert.Equal(
        "KeyVault:DevelopmentCertificate is for development, and has no place on Azure: remove it.",
        Assert.Single(Faults(("KeyVault:DevelopmentCertificate", Certificate()), (setOnAzure, "1"))));

    [Theory]
    [InlineData("https://chatpay.vault.azure.net/")]
    [InlineData("http://127.0.0.1:7076/")]
    public void Certificate_OfAVaultElsewhere_IsRefused(string vault) =>
        Assert.Contains(
            "KeyVault:Uri leads elsewhere",
            Assert.Single(Faults(("KeyVault:DevelopmentCertificate", Certificate()), ("KeyVault:Uri", vault))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("nowhere/vault.crt")]
    [InlineData("no\0file")]
    public void Certificate_ThatIsNotThere_IsNamed(string file) =>
        Assert.Contains(
            "must name the file with the certificate",
            Assert.Single(Faults(("KeyVault:DevelopmentCertificate", file))),
            StringComparison.Ordinal);

    [Fact]
    public void Certificate_Damaged_IsNamed()
    {
        var file = Path.Combine(_folder.FullName, "bad.crt");
        File.WriteAllText(file, "nothing");

        Assert.Single(Faults(("KeyVault:DevelopmentCertificate", file)));
    }

    private List<string> Faults(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Tables:ConnectionString"] = "UseDevelopmentStorage=true",
            ["ServiceBus:fullyQualifiedNamespace"] = "bus.example",
            ["KeyVault:Uri"] = "https://127.0.0.1:7076/",
        };
        foreach (var (name, value) in settings)
            values[name] = value;
        var addresses = new AzureAddresses(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var result = addresses.Validate(null, new AzureAddresses.Checked());
        if (result.Succeeded)
            Assert.Equal(new Uri("https://127.0.0.1:7076/"), addresses.Vault(new DefaultAzureCredential()).VaultUri);
        return [.. result.Failures ?? []];
    }

    private string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=vault", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var file = Path.Combine(_folder.FullName, "vault.crt");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        return file;
    }
}
