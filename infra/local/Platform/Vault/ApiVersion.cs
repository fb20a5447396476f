using System.Text.RegularExpressions;

namespace ChatPay.Local.Vault;

/// <summary>The versions of the secrets API that the official clients use.</summary>
internal static partial class ApiVersion
{
    private const string Latest = "2026-04-01";

    /// <exception cref="VaultFault">The version is missing or unknown.</exception>
    public static void Demand(string version)
    {
        if (version.Length == 0)
            throw VaultFault.BadParameter("api-version must be specified");
        if (!Known().IsMatch(version))
            throw VaultFault.BadParameter(
                $"The specified version ({version}) is not recognized. Consider using the latest supported version ({Latest}).");
    }

    [GeneratedRegex(@"\A(2015-06-01|2016-10-01|7\.[0-6](-preview\.\d)?|2025-07-01|2026-04-01)\z")]
    private static partial Regex Known();
}
