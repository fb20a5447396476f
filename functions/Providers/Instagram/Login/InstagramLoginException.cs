using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>Instagram rejects this code or token for good.</summary>
public sealed class InstagramLoginRefusedException(string step, int status)
    : Exception($"Instagram refused to {step} with {status}.");

/// <summary>Instagram did not respond to a login, or its response could not be parsed.</summary>
public sealed class InstagramLoginUnavailableException(string step, string why, Exception? inner = null)
    : OutageException("Instagram", $"Instagram could not be asked to {step}: {why}.", inner);
