namespace ChatPay.Functions.Platform.Http;

/// <summary>The content security policy of a page: nothing that is not this app's own is loaded or run, and nothing
/// inline.</summary>
internal static class PagePolicy
{
    /// <param name="more">Additional directives, or replacements; such as <c>connect-src 'self'</c>.</param>
    /// <param name="formTargets">Where, besides this app, the response to a form may redirect the browser.</param>
    /// <param name="framedBy">Which origins may frame it.</param>
    public static string Of(string more = "connect-src 'self'", string formTargets = "", string framedBy = "'none'") =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; {more}; "
        + $"form-action {$"'self' {formTargets}".TrimEnd()}; frame-ancestors {framedBy}; base-uri 'none'";
}
