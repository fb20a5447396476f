using ChatPay.Local.Clock;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>How the Instagram simulator starts.</summary>
public sealed record InstagramSimulatorOptions
{
    /// <summary>The file that keeps its state; made when missing. The PayPal simulator may use the same.</summary>
    public required string DataFile { get; init; }

    /// <summary>The clock that the messaging window and the retries follow.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>Where webhooks go; may be set later, and until then they wait.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Signs the webhooks.</summary>
    public string AppSecret { get; init; } = "local-app-secret";

    /// <summary>Sent with the subscription check.</summary>
    public string VerifyToken { get; init; } = "local-verify-token";
}
