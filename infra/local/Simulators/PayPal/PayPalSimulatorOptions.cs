using ChatPay.Local.Clock;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>How the PayPal simulator starts.</summary>
public sealed record PayPalSimulatorOptions
{
    /// <summary>The file with its state; created when missing.</summary>
    public required string DataFile { get; init; }

    /// <summary>The clock for deadlines, tokens, certificates and retries.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address for webhooks, which wait until it is set.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The id of the webhook registration; it is part of the signed text.</summary>
    public string WebhookId { get; init; } = "6RT10432KL885190E";

    public string ClientId { get; init; } = "local-client";

    public string ClientSecret { get; init; } = "local-secret";

    /// <summary>The id of the merchant account: 13 characters, like PayPal's account ids.</summary>
    public string MerchantId { get; init; } = "LCALMERCHANT2";

    /// <summary>The merchant's initial balance, in cents.</summary>
    public long StartingBalance { get; init; }

    /// <summary>Called for every request with its response, before the response is sent.</summary>
    public Action<PayPalExchange>? Watch { get; init; }
}
