using ChatPay.Local.Clock;

namespace ChatPay.Local.Vault;

/// <summary>What the vault runs on.</summary>
public sealed record VaultServiceOptions
{
    /// <summary>Where the secrets are kept, encrypted. The key lies beside it, with the ending <c>.key</c>.</summary>
    public required string DataFile { get; init; }

    /// <summary>Gives the times of creation, change and deletion, and waits for requests.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes any, since clients come through <see cref="VaultTransport"/>.</summary>
    public int Port { get; init; }

    /// <summary>What clients call the vault.</summary>
    public Uri VaultUri { get; init; } = new("https://chatpay.vault.azure.net/");
}
