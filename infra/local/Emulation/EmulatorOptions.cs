using ChatPay.Local.Clock;
using ChatPay.Local.Simulators.PayPal;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Emulation;

/// <summary>How <see cref="Emulators"/> start.</summary>
internal sealed record EmulatorOptions
{
    /// <summary>The folder with their data.</summary>
    public required DataFolder Folder { get; init; }

    /// <summary>The clock that all of them use.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The ports that they listen on.</summary>
    public required PlatformPorts Ports { get; init; }

    /// <summary>As <see cref="LocalPlatformOptions.Storage"/>.</summary>
    public string? Storage { get; init; }

    /// <summary>As <see cref="LocalPlatformOptions.TableRoundTrip"/>.</summary>
    public TimeSpan TableRoundTrip { get; init; }

    /// <summary>The port of Service Bus over AMQP for official clients, which also need the vault over TLS; 0 takes a free one. Null
    /// when the app runs in this process and reaches both without sockets.</summary>
    public int? BusPort { get; init; }

    /// <summary>As <see cref="LocalPlatformOptions.PayPalStartingBalance"/>.</summary>
    public long PayPalStartingBalance { get; init; }

    /// <summary>Handles requests to <see cref="Emulators.Control"/> that are not part of its API, and returns whether it did.</summary>
    public Func<HttpContext, Task<bool>>? AnswerMore { get; init; }

    /// <summary>As <see cref="LocalPlatformOptions.WatchPayPal"/>.</summary>
    public Action<PayPalExchange>? WatchPayPal { get; init; }

    /// <summary>As <see cref="LocalPlatformOptions.WatchMessages"/>.</summary>
    public Action<string>? WatchMessages { get; init; }
}
