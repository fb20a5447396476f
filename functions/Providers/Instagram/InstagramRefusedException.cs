using System.Globalization;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Instagram refused the message. What was refused, and therefore what has to wait, is the <see cref="Cause"/>. The
/// exception's message never includes the content.</summary>
internal sealed class InstagramRefusedException(int code, int? subcode, string? traceId)
    : Exception(
        $"Instagram refused the message: code {code}, subcode {subcode?.ToString(CultureInfo.InvariantCulture) ?? "none"} (trace id "
            + $"{traceId ?? "none"}).")
{
    /// <summary>Meta's error code; the HTTP status if there is none.</summary>
    public int Code => code;

    /// <summary>Meta's error subcode.</summary>
    public int? Subcode => subcode;

    /// <summary>The id that Meta's support asks for.</summary>
    public string? TraceId => traceId;

    /// <summary>What the refusal is about.</summary>
    public RefusalCause Cause => RefusalCauses.Of(code, subcode);
}
