using ChatPay.Local.Clock;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>How the Instagram simulator starts.</summary>
public sealed record InstagramSimulatorOptions
{
    /// <summary>The file with its state; created when missing. May be shared with the PayPal simulator.</summary>
    public required string DataFile { get; init; }

    /// <summary>The clock for the messaging window and the retries.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address for webhooks, which wait until it is set.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The secret that signs webhooks.</summary>
    public string AppSecret { get; init; } = "local-app-secret";

    /// <summary>Sent with the subscription check.</summary>
    public string VerifyToken { get; init; } = "local-verify-token";
}
