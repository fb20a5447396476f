using ChatPay.Local.Tables.Azurite;
using ChatPay.Local.Tests.Tables;

[assembly: AssemblyFixture(typeof(AzuriteTables))]

namespace ChatPay.Local.Tests.Tables;

/// <summary>Azurite from npm. Its tests are skipped where it is not installed, except in CI.</summary>
public sealed class AzuriteTables : TablesUnderTest
{
    private AzuriteProcess? _azurite;

    protected override void SkipWhenMissing()
    {
        if (AzuritePackage.Find() is not null)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(AzuritePackage.HowToInstall + "; in CI it must be.");
        Assert.Skip(AzuritePackage.HowToInstall + ".");
    }

    protected override async Task<string> StartAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(AzuritePackage.Find()!, Folder.FullName);
        return _azurite.ConnectionString;
    }

    protected override async ValueTask StopAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
