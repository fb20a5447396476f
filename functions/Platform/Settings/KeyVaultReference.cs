namespace ChatPay.Functions.Platform.Settings;

/// <summary>An Azure app setting that references a secret. If Azure cannot read the secret, the app gets the reference itself, and
/// would take that for the secret.</summary>
/// <seealso href="https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"/>
internal static class KeyVaultReference
{
    public static bool IsUnresolved(string? value) =>
        value?.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The message for whoever starts the app; without the reference, which names the vault.</summary>
    public static string Fault(string setting) =>
        $"{setting} is a Key Vault reference that Azure has not resolved: see that the secret is there and that the app's identity may "
            + "read it.";
}
