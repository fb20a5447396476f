using ChatPay.Local.Clock;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>How the PayPal simulator starts.</summary>
public sealed record PayPalSimulatorOptions
{
    /// <summary>The file that keeps its state; made when missing.</summary>
    public required string DataFile { get; init; }

    /// <summary>The clock that its deadlines, tokens, certificates and retries follow.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>Where webhooks go; may be set later, and until then they wait.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The id under which the listener is registered; it is part of what is signed.</summary>
    public string WebhookId { get; init; } = "6RT10432KL885190E";

    public string ClientId { get; init; } = "local-client";

    public string ClientSecret { get; init; } = "local-secret";

    /// <summary>The merchant whose account this is: 13 characters, as PayPal's account ids.</summary>
    public string MerchantId { get; init; } = "LCALMERCHANT2";

    /// <summary>What the merchant's balance starts with, in cents.</summary>
    public long StartingBalance { get; init; }

    /// <summary>Told of every request and its answer, before the answer is sent.</summary>
    public Action<PayPalExchange>? Watch { get; init; }
}
