namespace ChatPay.Functions.Platform.Settings;

/// <summary>A setting on Azure that stands for a secret. Where Azure cannot read the secret, the app is given the reference itself, and
/// would take that for the secret.</summary>
/// <seealso href="https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"/>
internal static class KeyVaultReference
{
    public static bool IsUnresolved(string? value) =>
        value?.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What to tell who starts the app; not the reference, which names the vault.</summary>
    public static string Fault(string setting) =>
        $"{setting} is a Key Vault reference that Azure has not resolved: see that the secret is there and that the app's identity may "
            + "read it.";
}
