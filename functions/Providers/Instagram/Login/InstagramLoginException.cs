using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>Instagram does not let us in with this code or token, and will not.</summary>
public sealed class InstagramLoginRefusedException(string step, int status)
    : Exception($"Instagram refused to {step} with {status}.");

/// <summary>Instagram did not answer a login, or not so that it could be read.</summary>
public sealed class InstagramLoginUnavailableException(string step, string why, Exception? inner = null)
    : OutageException("Instagram", $"Instagram could not be asked to {step}: {why}.", inner);
