using System.Net;
using System.Text;

namespace ChatPay.Local.Identity;

/// <summary>The page of the authorization endpoint, where the user chooses whom to sign in as.</summary>
internal static class PersonaPage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--link:#0b57d0;--paper:#fff}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--link:#8ab4f8;--paper:#16181c}}
        body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
        main{max-width:26rem;margin:0 auto;padding:2rem 1rem}
        h1{font-size:1.4rem}p{color:var(--soft)}form{margin:0 0 .5rem}
        button{font:inherit;text-align:left;width:100%;padding:.75rem 1rem;border:1px solid var(--line);border-radius:.6rem;background:none;
        color:inherit;cursor:pointer}button b{display:block}button:hover,button:focus-visible{border-color:var(--link)}
        fieldset button{background:var(--link);border-color:var(--link);color:var(--paper);font-weight:600;text-align:center}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        fieldset{border:1px solid var(--line);border-radius:.6rem;margin:1.5rem 0;padding:1rem}label{display:block;margin:.25rem 0}
        input[type=text]{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin:.25rem 0 .75rem}
        """;

    /// <summary>The hash by which the content security policy allows the page's style, and no other.</summary>
    public static string StyleSource { get; } =
        $"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <param name="personas">The personas to choose from.</param>
    /// <param name="client">The client that requests the sign-in.</param>
    public static string Of(IEnumerable<Persona> personas, string client)
    {
        var offered = new StringBuilder();
        foreach (var persona in personas)
        {
            var (subject, roles) = (WebUtility.HtmlEncode(persona.Subject), WebUtility.HtmlEncode(string.Join(", ", persona.Roles)));
            offered.Append(
                $"""
                <form method="post"><input type="hidden" name="sub" value="{subject}">{Hidden(persona.Roles)}
                <button><b>{subject}</b>{roles}</button></form>

                """);
        }

        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,"><title>Sign in to the local platform</title><style>{Style}</style></head>
            <body><main><h1>Sign in as …</h1>
            <p>This is the local platform's own issuer: it asks for no password, and its tokens are good for nothing elsewhere.
            {WebUtility.HtmlEncode(client)} wants to know who you are.</p>
            {offered}
            <form method="post"><fieldset><legend>Somebody else</legend>
            <label>Name <input type="text" name="sub" required maxlength="100" autocomplete="off"></label>
            <label><input type="checkbox" name="roles" value="buyer" checked> buyer</label>
            <label><input type="checkbox" name="roles" value="seller"> seller</label>
            <label><input type="checkbox" name="roles" value="operator"> operator</label>
            <p><button>Sign in</button></p></fieldset></form>
            </main></body></html>
            """;
    }

    private static string Hidden(IEnumerable<string> roles) =>
        string.Concat(roles.Select(role => $"<input type=\"hidden\" name=\"roles\" value=\"{WebUtility.HtmlEncode(role)}\">"));
}
