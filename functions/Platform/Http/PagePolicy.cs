namespace ChatPay.Functions.Platform.Http;

/// <summary>The content security policy of a page: what is not this app's own is neither loaded nor run, and nothing is written into the
/// page itself.</summary>
internal static class PagePolicy
{
    /// <param name="more">Further directives, or one of these over again; such as <c>connect-src 'self'</c>.</param>
    /// <param name="formTargets">Where, beside this app, the answer to a form may send the browser.</param>
    /// <param name="framedBy">Who may show it in a frame.</param>
    public static string Of(string more = "connect-src 'self'", string formTargets = "", string framedBy = "'none'") =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; {more}; "
        + $"form-action {$"'self' {formTargets}".TrimEnd()}; frame-ancestors {framedBy}; base-uri 'none'";
}
