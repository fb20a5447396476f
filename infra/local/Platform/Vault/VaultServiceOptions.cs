using ChatPay.Local.Clock;

namespace ChatPay.Local.Vault;

/// <summary>How the vault starts.</summary>
public sealed record VaultServiceOptions
{
    /// <summary>The file of the encrypted secrets. The key is beside it, with the extension <c>.key</c>.</summary>
    public required string DataFile { get; init; }

    /// <summary>Provides the times of creation, change and deletion, and tracks requests as work.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one, since clients use <see cref="VaultTransport"/>.</summary>
    public int Port { get; init; }

    /// <summary>Serves the vault over TLS, for unmodified official clients, with the certificate of this file, which is created when
    /// missing (<see cref="VaultCertificate"/>). Null serves it without TLS, for clients that use <see cref="VaultTransport"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The vault's address as clients see it.</summary>
    public Uri VaultUri { get; init; } = new("https://chatpay.vault.azure.net/");

    /// <summary>How many days a deleted secret can be recovered, 7 to 90; 90 by default, as officially.</summary>
    public int RecoverableDays { get; init; } = 90;

    /// <summary>How long a deletion, a recovery or a purge takes; until then the name is in conflict (409). Zero by default.</summary>
    public TimeSpan Settling { get; init; }

    /// <summary>How many requests the vault answers in ten seconds of its clock before it throttles (429); officially 4,000.
    /// Null never throttles.</summary>
    public int? RequestLimit { get; init; }
}
