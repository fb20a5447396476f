using System.Net;
using ChatPay.Functions.Providers.PayPal;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A client of a scripted PayPal, on a clock without waits.</summary>
internal sealed class PayPalBench
{
    private int _tokens;

    public PayPalBench(Func<ScriptedHttp.Asked, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        Http = new ScriptedHttp(
            (asked, cancellation) => asked.Path == "/v1/oauth2/token" ? Task.FromResult(Token()) : answer(asked, cancellation));
        Client = Make(Http);
    }

    public PayPalBench(Func<ScriptedHttp.Asked, HttpResponseMessage> answer)
        : this((asked, _) => Task.FromResult(answer(asked)))
    {
    }

    public ImpatientClock Clock { get; } = new();

    public ScriptedHttp Http { get; }

    public PayPalClient Client { get; }

    public IEnumerable<ScriptedHttp.Asked> Calls => Http.Requests.Where(r => r.Path != "/v1/oauth2/token");

    public int TokensGiven => _tokens;

    /// <summary>A PayPal that accepts every request and never answers.</summary>
    public static PayPalBench Silent()
    {
        PayPalBench? bench = null;
        bench = new PayPalBench((_, cancellation) => bench!.Clock.TimeOutAsync(cancellation));
        return bench;
    }

    public PayPalClient Make(ScriptedHttp http)
    {
        var transport = new PayPalTransport(http, Clock);
        var options = Options.Create(new PayPalOptions { ClientId = "client", ClientSecret = "secret" });
        return new PayPalClient(transport, new PayPalAccessTokens(transport, options, Clock));
    }

    private HttpResponseMessage Token() =>
        ScriptedHttp.Json(
            HttpStatusCode.OK,
            $$"""{"access_token":"token-{{++_tokens}}","token_type":"Bearer","expires_in":3600,"scope":"x"}""");
}
