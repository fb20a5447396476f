using System.Net;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The webhooks from PayPal and Instagram, as HTML: which events, how each is verified, what the response is, what a
/// repeat does. The lists come from the code's own declarations.</summary>
internal static class ReceivedWebhooks
{
    public static string Html { get; } =
        $"""
        <h2 id="received">What ChatPay receives</h2>
        <p>PayPal and Meta call, and nobody else can: each call is held to its signature over the bytes as they came, before anything reads
        them. A webhook is answered as soon as it is in a queue; what it leads to is done from there.</p>
        <table><tr><th>Answer</th><th>When</th><th>What the sender does</th></tr>
        <tr><td><code>200</code></td><td>It is in the queue, tells of a payment that is booked already, or tells nothing that is known
        here.</td><td>Nothing more.</td></tr>
        <tr><td><code>401</code></td><td>The signature is missing or wrong: {Problem("signature-invalid")}.</td><td>Sends it again.</td></tr>
        <tr><td><code>408</code></td><td>Its first 64 KiB took longer than 10 seconds to arrive, or the whole longer than 30:
        {Problem("body-too-slow")}.</td><td>Sends it again.</td></tr>
        <tr><td><code>413</code></td><td>It has more than {WebhookBodies.Largest / (1024 * 1024)} MiB: {Problem("body-too-large")}.</td>
        <td>Sends it again, in vain.</td></tr>
        <tr><td><code>503</code></td><td>The queue, or PayPal's certificate, cannot be reached, or too many large ones came at once:
        {Problem("unavailable")}, {Problem("too-many-bodies")}. Nothing was done.</td><td>Sends it again.</td></tr></table>
        <p>A repeat does nothing: the queue drops the same id within ten minutes, and a later one finds its effect done. One that never comes
        costs time and no money: orders, payouts and disputes are also asked about by themselves.</p>

        <h3 id="paypal">From PayPal: <code>POST /api/webhooks/paypal</code></h3>
        <p>An operator has PayPal send events here with <code>PUT /api/v1/ops/paypal-webhook</code>, and sets <code>PayPal:WebhookId</code> to
        the id that it answers.</p>
        <ol>
        <li>Five headers are there, each once: <code>PAYPAL-TRANSMISSION-ID</code>, <code>-TRANSMISSION-TIME</code>,
        <code>-TRANSMISSION-SIG</code>, <code>PAYPAL-CERT-URL</code>, and <code>PAYPAL-AUTH-ALGO: SHA256withRSA</code>.</li>
        <li>The certificate is fetched from PayPal's own hosts alone ({Codes(PayPalOptions.OfficialCertificateHosts)}), over https, and no
        redirect is followed.</li>
        <li>It is valid now, names <code>paypal.com</code>, and its chain ends at a trusted root.</li>
        <li>The signature is RSA with SHA-256 over <code>transmission id|time|webhook id|CRC-32 of the body</code>. There is no rule about
        age: PayPal repeats for three days, with the time of the first.</li>
        </ol>
        <p>What an event says is not believed: the app reads the state at PayPal, so that order and age do not matter. An event of an order
        that is not here waits for it, up to 30 days.</p>
        <table><tr><th>About</th><th>Events</th><th>What is done</th></tr>{Rows(PayPalEventTypes.Groups, group =>
            $"<td>{group.About}</td><td>{Codes(group.Types, "<br>")}</td><td>{group.Effect}</td>")}
        </table>
        <details><summary>Why a signature is refused: what <code>detail</code> names</summary>
        <table>{Rows(Enum.GetValues<PayPalSignatureResult>().Where(verdict => verdict != PayPalSignatureResult.Valid), verdict =>
            $"<td><code>{verdict}</code></td><td>{Means(verdict)}</td>")}
        </table></details>

        <h3 id="instagram">From Instagram: <code>/api/webhooks/meta</code></h3>
        <p><code>GET</code> answers Meta's subscription: <code>hub.challenge</code> comes back when <code>hub.verify_token</code> is
        <code>Instagram:VerifyToken</code>. <code>POST</code> takes what was said.</p>
        <ol>
        <li>The header <code>{MetaSignature.Header}</code> is <code>sha256=</code> and 64 hexadecimal digits in lower case.</li>
        <li>They are HMAC-SHA256 of the body under the app's secret, compared in constant time.</li>
        </ol>
        <p>Each connected account is subscribed to {Codes(MetaWebhook.SubscribedFields)}; read are {Codes(MetaWebhook.MessagingFields)}. Meta
        repeats what is not answered with 200, for 36 hours. What is said in a conversation is taken up in its order, once for each message
        id; what cannot be read does not keep the rest of its batch.</p>
        <table><tr><th>What happened</th><th>What is done</th></tr>{Rows(Enum.GetValues<InstagramEventKind>(), Row)}
        <tr><td>Read receipts and reactions</td><td>Nothing.</td></tr></table>
        """;

    private static string Row(InstagramEventKind kind) => kind switch
    {
        InstagramEventKind.Said => "<td>The buyer wrote, or tapped a button</td><td>It is in the conversation; a wish, such as to see an "
            + "order, is answered; what waited for the buyer to write goes out.</td>",
        InstagramEventKind.Echo => "<td>The account wrote</td><td>What ChatPay sent is known already; what the seller wrote in Instagram "
            + "is in the conversation.</td>",
        InstagramEventKind.Deleted => "<td>A message was taken back</td><td>Its words are gone here too.</td>",
        InstagramEventKind.Edited => "<td>A message was changed</td><td>It has the new words; nothing acts on them a second time.</td>",
        InstagramEventKind.Referred => "<td>Somebody came through a link or an ad</td><td>The seller is told where from.</td>",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Means(PayPalSignatureResult verdict) => verdict switch
    {
        PayPalSignatureResult.HeaderMissing => "One of the five headers is missing, empty or there twice.",
        PayPalSignatureResult.HeaderMalformed => "A header has a form that PayPal does not send.",
        PayPalSignatureResult.AlgorithmRefused => "The algorithm is not SHA256withRSA.",
        PayPalSignatureResult.CertificateUrlRefused => "The certificate's address is no plain address of one.",
        PayPalSignatureResult.CertificateSchemeRefused => "The certificate's address is not https.",
        PayPalSignatureResult.CertificateHostRefused => "The certificate's host is not one of PayPal's.",
        PayPalSignatureResult.CertificateRedirected => "The certificate's host leads elsewhere.",
        PayPalSignatureResult.CertificateUnavailable => "The certificate cannot be fetched now: the answer is 503.",
        PayPalSignatureResult.CertificateMalformed => "The certificate has no RSA key of at least 2048 bits.",
        PayPalSignatureResult.CertificateExpired => "The certificate is expired, or not valid yet.",
        PayPalSignatureResult.CertificateUntrusted =>
            "The certificate's chain ends at no trusted root: see <code>PayPal:TrustRootPem</code>.",
        PayPalSignatureResult.CertificateNameRefused => "The certificate names another site.",
        PayPalSignatureResult.SignatureWrong =>
            "The signature is not over these bytes, this id, this time and this webhook: see <code>PayPal:WebhookId</code>. Events of "
            + "PayPal's webhook simulator are signed for no webhook.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static string Rows<T>(IEnumerable<T> of, Func<T, string> cells) =>
        string.Concat(of.Select(each => $"\n<tr>{cells(each)}</tr>"));

    private static string Codes(IEnumerable<string> names, string between = ", ") =>
        string.Join(between, names.Select(name => $"<code>{WebUtility.HtmlEncode(name)}</code>"));

    private static string Problem(string code) => $"""<a href="{DocsPage.Problems}#{code}"><code>{code}</code></a>""";
}
