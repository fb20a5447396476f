using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Platform.Http;

/// <summary>How pages look, in the light and in the dark. The policy of a page names the hash of it, so that no other style
/// applies.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--box:#f6f8fa;--link:#0550ae}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--box:#161b22;--link:#79b8ff}}
        body{margin:0;font:1rem/1.55 system-ui,sans-serif;color:var(--ink);overflow-wrap:anywhere}
        main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.5rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:0}
        a{color:var(--link)}code{font:.95em ui-monospace,monospace}
        table{border-collapse:collapse;width:100%}td{padding:.4rem .5rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
        td:last-child:not(:first-child){text-align:right;white-space:nowrap}td.soft:last-child{white-space:normal}
        article{padding:.75rem 0;border-bottom:1px solid var(--line)}article p{margin:.25rem 0}
        article:target{background:var(--box);box-shadow:-.5rem 0 var(--box),.5rem 0 var(--box)}
        .soft{color:var(--soft)}
        input{font:inherit;padding:.4rem;max-width:100%;box-sizing:border-box}
        button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:#0550ae;color:#fff;cursor:pointer}
        """;

    /// <summary>The source that <c>style-src</c> allows.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";
}
