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

    /// <summary>Serves the vault under TLS, for official clients as they are, with the certificate of this file, which is made when it is
    /// missing (<see cref="VaultCertificate"/>). Null serves it in the clear, for clients that come through
    /// <see cref="VaultTransport"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>What clients call the vault.</summary>
    public Uri VaultUri { get; init; } = new("https://chatpay.vault.azure.net/");

    /// <summary>How long a deleted secret can be recovered, 7 to 90 days; 90 as officially when nothing else is chosen.</summary>
    public int RecoverableDays { get; init; } = 90;

    /// <summary>How long a deletion, a recovery or a purge takes; until then the name is in conflict (409). Zero at first.</summary>
    public TimeSpan Settling { get; init; }

    /// <summary>How many requests the vault answers in ten seconds of its clock before it throttles (429); officially 4,000.
    /// Null never throttles.</summary>
    public int? RequestLimit { get; init; }
}
