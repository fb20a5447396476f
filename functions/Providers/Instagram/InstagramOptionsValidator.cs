using ChatPay.Functions.Platform.Auth;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Refuses to start with settings that would let any sender sign, or send tokens in the clear.</summary>
internal sealed class InstagramOptionsValidator : IValidateOptions<InstagramOptions>
{
    public ValidateOptionsResult Validate(string? name, InstagramOptions options)
    {
        List<string> failures = [];
        foreach (
            var (setting, url) in new[] { ("BaseUrl", options.BaseUrl), ("LoginUrl", options.LoginUrl), ("TokenUrl", options.TokenUrl) })
        {
            if (!IssuerDocuments.IsTrustworthy(url))
                failures.Add($"Instagram:{setting} must be an https origin, or an http origin on the loopback.");
        }

        if (!string.IsNullOrWhiteSpace(options.AppId) && !options.AppId.All(char.IsAsciiDigit))
            failures.Add("Instagram:AppId must be the number of the Meta app.");
        if (options.Version.Length == 0 || !options.Version.All(c => char.IsAsciiLetterOrDigit(c) || c == '.'))
            failures.Add("Instagram:Version must look like v23.0.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
