using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using ChatPay.Functions.Platform.Auth;

namespace ChatPay.Functions.Features.Pages;

/// <summary>How to get started with the API, as HTML. The calls are read from the code, once.</summary>
internal static class QuickStart
{
    public static string Html { get; } = Render();

    private static string Render()
    {
        var html = new StringBuilder("""
            <p>Calls take and give JSON. Those that are not open to everybody need an access token of the issuer. For programs and generators
            of clients: <a href="/api/openapi.json">the API in OpenAPI 3.1</a>.</p>
            <h2 id="quick-start">A first sale</h2>
            <ol>
            <li>Get an access token of the issuer, and send it with each call: <code>Authorization: Bearer &lt;token&gt;</code>. Its claim
            <code>roles</code> has <code>buyer</code>, <code>seller</code> or <code>operator</code>, and <code>sub</code> says who it is.</li>
            <li>As a seller: <code>POST /api/v1/sellers</code>; <code>GET /api/v1/sellers/me</code> then says what is missing: accepting the
            terms, identity data, and an operator's verification.</li>
            <li>As a buyer: <code>POST /api/v1/conversations</code> with the seller's id.</li>
            <li>As the seller: <code>POST /api/v1/conversations/{conversationId}/payment-requests</code>. In a chat on Instagram the link to
            pay comes with it.</li>
            <li>As the buyer: <code>POST /api/v1/orders/{orderId}/checkout</code>; the answer has the link to PayPal.</li>
            <li>As the seller, when it is paid: <code>POST /api/v1/orders/{orderId}/shipments</code>.</li>
            </ol>
            <p>What happens to it comes to other systems as <a href="/api/docs/webhooks#sent">events</a>. What is refused has a
            <a href="/api/docs/problems">code</a> that says what to do. Every call can be read and tried in <a href="/api/docs">the API</a>.</p>
            <h2>Is it running?</h2>
            <p><a href="/api/health/ready">Whether the stores answer</a>, and <a href="/api/health/live">whether the process runs</a>.</p>
            <h2>All calls</h2>
            <table><tr><th>Call</th><th>For</th></tr>
            """);
        foreach (var (verb, route, who) in Calls())
            html.Append(
                CultureInfo.InvariantCulture,
                $"\n<tr><td><code>{verb} /{WebUtility.HtmlEncode(route)}</code></td><td class=\"soft\">{who}</td></tr>");
        return html.Append("\n</table>").ToString();
    }

    private static IEnumerable<(string Verb, string Route, string Who)> Calls() => AccessRules.HttpFunctions(typeof(QuickStart).Assembly)
        .Where(method => AccessRules.TriggerOf(method).Route!.StartsWith("api/", StringComparison.Ordinal))
        .SelectMany(method => AccessRules.TriggerOf(method) is var trigger
            ? trigger.Methods!.Select(verb => (verb.ToUpperInvariant(), trigger.Route!, Who(method)))
            : [])
        .OrderBy(call => call.Item2, StringComparer.Ordinal).ThenBy(call => call.Item1, StringComparer.Ordinal);

    private static string Who(MethodInfo method) => method.GetCustomAttribute<RequiresAttribute>() is { } requires
        ? string.Join(", ", requires.AnyOf).ToLowerInvariant()
        : "open";
}
