using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Keys;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Journeys.Access;

/// <summary>Calls every endpoint as every kind of caller. The endpoints are read from the code, so new ones are included; the
/// resulting table is printed (<c>authorisation.txt</c>).</summary>
public sealed partial class AuthorisationMatrixTests(JourneyPlatform platform) : IClassFixture<JourneyPlatform>, IDisposable
{
    private static readonly string[] Callers =
        ["no token", "expired", "wrong audience", "wrong key", "alg none", "buyer", "other buyer", "seller", "other seller", "operator"];

    private readonly RSA _anotherKey = FirstKeys.Make("another issuer");

#pragma warning disable RS0030 // A client outside of the app.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
#pragma warning restore RS0030

    [Fact]
    public async Task Endpoint_Any_LetsInWhomItsRuleNamesAndOnlyToWhatIsTheirs()
    {
        var (own, foreign) = (await PaidAsync("matrix"), await PaidAsync("matrix-other"));
        var expired = platform.Local.Identity.IssueToken(
            "matrix-seller",
            ["buyer", "seller", "operator"],
            lifetime: TimeSpan.FromMinutes(1));
        await platform.Local.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.NotEqual(own.OrderId, foreign.OrderId);

        var table = new StringBuilder("status by caller\n");
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            var row = new List<string>();
            foreach (var caller in Callers)
            {
                var status = await StatusAsync(endpoint, own, TokenOf(caller, expired));
                row.Add($"{caller} {status}");
                if (!IsExpected(endpoint, caller, status))
                    wrong.Add($"{endpoint.Verb} {endpoint.Route}: {caller} got {status}");
            }

            table.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{endpoint.Verb,-6} {endpoint.Route}  [{endpoint.Rule}]\n       {string.Join(" · ", row)}\n");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
        await File.WriteAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "authorisation.txt"),
            table.ToString(),
            TestContext.Current.CancellationToken);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    public void Dispose()
    {
        _http.Dispose();
        _anotherKey.Dispose();
    }

    private sealed record Endpoint(string Verb, string Route, IReadOnlyList<Role> AnyOf)
    {
        public bool IsOpen => AnyOf.Count == 0;

        public string Rule => IsOpen ? "open" : string.Join(", ", AnyOf).ToLowerInvariant();

        /// <summary>Whether it concerns something that belongs to a buyer and a seller.</summary>
        public bool IsOwned =>
            Route.Contains("{orderId}", StringComparison.Ordinal) || Route.Contains("{conversationId}", StringComparison.Ordinal);

        /// <summary>Whether it concerns a part of something, which does not exist here.</summary>
        public bool IsOfAPart => Parameter().Count(Route) > (IsOwned ? 1 : 0);
    }

    private static bool IsExpected(Endpoint endpoint, string caller, int status)
    {
        if (status >= 500)
            return false;
        if (endpoint.IsOpen)
            // Webhooks need a signature, links a token in the URL; a bearer token makes no difference.
            return endpoint.Route.StartsWith("api/webhooks/", StringComparison.Ordinal)
                ? status is 401 or 403 or 400
                : status is 200 or 302 or 303 or 404;
        Role? role = caller switch
        {
            "buyer" or "other buyer" => Role.Buyer,
            "seller" or "other seller" => Role.Seller,
            "operator" => Role.Operator,
            _ => null,
        };
        if (role is not { } known)
            return status == 401;
        if (!endpoint.AnyOf.Contains(known) || (endpoint.IsOwned && caller.StartsWith("other", StringComparison.Ordinal)))
            return status == 404;
        return status is not (401 or 403) && (status != 404 || endpoint.IsOfAPart || NeedsSomethingElse(endpoint));
    }

    // Endpoints that may answer 404 to a caller of the right role: they need an account, a contact, a schema, a queue.
    private static bool NeedsSomethingElse(Endpoint endpoint) =>
        endpoint.Route.StartsWith("api/v1/sellers/me", StringComparison.Ordinal)
        || endpoint.Route.Contains("/ops/", StringComparison.Ordinal)
        || (endpoint.IsOwned && endpoint.AnyOf.Contains(Role.Operator));

    private static IEnumerable<Endpoint> Endpoints() =>
        AccessRules
            .HttpFunctions(typeof(AccessRules).Assembly)
            .SelectMany(method =>
            {
                var trigger = method
                    .GetParameters()
                    .Select(p => p.GetCustomAttribute<HttpTriggerAttribute>())
                    .OfType<HttpTriggerAttribute>()
                    .Single();
                return trigger.Methods!.Select(verb => new Endpoint(
                    verb.ToUpperInvariant(),
                    trigger.Route!,
                    method.GetCustomAttribute<RequiresAttribute>()?.AnyOf ?? []));
            })
            // Reads come first, before anything is changed.
            .OrderBy(e => e.Verb != "GET")
            .ThenBy(e => e.Route, StringComparer.Ordinal);

    private async Task<int> StatusAsync(Endpoint endpoint, Sale sale, string? token)
    {
        var path = Parameter().Replace(endpoint.Route, match => match.Groups[1].Value switch
        {
            "orderId" => sale.OrderId,
            "conversationId" => sale.ConversationId,
            "id" when endpoint.Route.StartsWith("api/v1/sellers", StringComparison.Ordinal) => sale.SellerId,
            "nothing" => "",
            _ => "1",
        });
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Verb), new Uri(platform.Local.Address, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", "matrix");
        // A body that cannot be parsed: only the access check matters.
        if (endpoint.Verb is not ("GET" or "DELETE"))
            request.Content = new StringContent("no JSON", Encoding.UTF8, "text/plain");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    private string? TokenOf(string caller, string expired)
    {
        var identity = platform.Local.Identity;
        var genuine = identity.IssueToken("matrix-seller", ["buyer", "seller", "operator"]).Split('.');
        return caller switch
        {
            "no token" => null,
            "expired" => expired,
            "wrong audience" => identity.IssueToken("matrix-seller", ["buyer", "seller", "operator"], audience: "api://another"),
            "wrong key" => $"{genuine[0]}.{genuine[1]}.{ByAnotherKey($"{genuine[0]}.{genuine[1]}")}",
            "alg none" => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{genuine[1]}.",
            "buyer" => identity.IssueToken("matrix-buyer", ["buyer"]),
            "other buyer" => identity.IssueToken("matrix-other-buyer", ["buyer"]),
            "seller" => identity.IssueToken("matrix-seller", ["seller"]),
            "other seller" => identity.IssueToken("matrix-other-seller", ["seller"]),
            _ => identity.IssueToken("operator", ["operator"]),
        };
    }

    private string ByAnotherKey(string signed) =>
        Base64Url.EncodeToString(
            _anotherKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private async Task<Sale> PaidAsync(string name)
    {
        var sale = platform.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        return sale;
    }

    [GeneratedRegex(@"\{\*?([a-zA-Z]+)[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
