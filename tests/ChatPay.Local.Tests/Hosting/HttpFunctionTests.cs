using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("GET", "/api/orders/17", "by number 17")]
    [InlineData("GET", "/api/orders/mine", "mine")]
    [InlineData("GET", "/api/orders/abc", "by name abc")]
    [InlineData("GET", "/API/Orders/Mine", "mine")]
    [InlineData("POST", "/api/orders", "posted")]
    [InlineData("PUT", "/api/files/a/b/c.txt", "file a/b/c.txt")]
    [InlineData("GET", "/api/files", "file ")]
    [InlineData("GET", "/api/unrouted", "unrouted")]
    [InlineData("GET", "/api/search?text=x%20y&limit=5", "x y 5")]
    [InlineData("GET", "/api/search", "- 20")]
    [InlineData("GET", "/api/pages", "page none")]
    [InlineData("GET", "/api/pages/3", "page 3")]
    [InlineData("GET", "/api/codes/ABC", "code ABC in en")]
    [InlineData("GET", "/api/codes/abc/de", "code abc in de")]
    public async Task Request_OfARoute_ReachesTheMostExactFunction(string verb, string path, string answer)
    {
        await using var host = await SampleHost.StartAsync<Routes>();

        var (status, body) = await host.SendAsync(verb, path);

        Assert.Equal((200, answer), (status, body));
    }

    [Fact]
    public async Task Answer_IsDatedByThePlatformsClock()
    {
        await using var host = await SampleHost.StartAsync<Routes>();
        await host.Clock.AdvanceAsync(TimeSpan.FromDays(3));

        using var response = await host.Http.GetAsync(new Uri("/api/unrouted", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(SampleHost.Start.AddDays(3), response.Headers.Date);
    }

    [Theory]
    [InlineData("POST", "/api/orders/17")]
    [InlineData("HEAD", "/api/orders/17")]
    [InlineData("GET", "/orders/17")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api/hidden")]
    [InlineData("GET", "/api/pages/three")]
    [InlineData("GET", "/api/codes/abcd")]
    [InlineData("GET", "/api/codes/12c")]
    [InlineData("GET", "/")]
    public async Task Request_OfNoRouteOrAWrongVerb_Is404(string verb, string path)
    {
        await using var host = await SampleHost.StartAsync<Routes>(o =>
            o with
            {
                Settings = new Dictionary<string, string?> { ["AzureWebJobs.hidden.Disabled"] = "true" },
            });

        var (status, body) = await host.SendAsync(verb, path);

        Assert.Equal((404, ""), (status, body));
    }

    [Theory]
    [InlineData("anonymous", null, 200)]
    [InlineData("function", null, 401)]
    [InlineData("function", "wrong", 401)]
    [InlineData("function", "function", 200)]
    [InlineData("function", "master", 200)]
    [InlineData("function", "other", 401)]
    [InlineData("other", "other", 200)]
    [InlineData("admin-only", "function", 401)]
    [InlineData("admin-only", "master", 200)]
    public async Task Request_WithAKey_OpensWhatTheLevelAllows(string route, string? key, int expected)
    {
        await using var host = await SampleHost.StartAsync<Keys>();

        Assert.Equal(expected, (await host.SendAsync("GET", $"/api/{route}", key)).Status);
        Assert.Equal(expected, (await host.SendAsync("GET", $"/api/{route}?code={(key is null ? "" : host.Key(key))}")).Status);
    }

    [Fact]
    public async Task Function_ThatThrows_Is500WithoutAWordAboutIt()
    {
        await using var host = await SampleHost.StartAsync<Failures>();

        Assert.Equal((500, ""), await host.SendAsync("GET", "/api/throws"));
        Assert.Equal((500, ""), await host.SendAsync("GET", "/api/not-a-number/x"));
        Assert.Equal((200, "{\"fine\":true}"), await host.SendAsync("GET", "/api/fine"));
    }

    [Fact]
    public async Task Host_WithTwoFunctionsOfOneRouteAndVerb_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Twins>());

        Assert.Contains("First and Second have the same route", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithAnUnknownConstraintOrAPlainResult_DoesNotStart()
    {
        Assert.Contains(
            "even",
            (await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<OddConstraint>())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "IResult",
            (await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<PlainResult>())).Message,
            StringComparison.Ordinal);
    }

    internal sealed class Routes
    {
        [Function(nameof(ByNumber))]
        public static IResult ByNumber(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{number:int}")] HttpRequest request,
            int number) => Results.Text($"by number {number}");

        [Function(nameof(ByName))]
        public static Task<IResult> ByName(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{name}")] HttpRequest request,
            string name) => Task.FromResult(Results.Text($"by name {name}"));

        [Function(nameof(Mine))]
        public Task<IResult> Mine([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/mine")] HttpRequest request) =>
            Task.FromResult(Results.Text("mine"));

        [Function(nameof(Post))]
        public async Task Post(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequest request,
            FunctionContext context,
            CancellationToken cancel) => await context.GetHttpContext()!.Response.WriteAsync("posted", cancel);

        [Function(nameof(Files))]
        public static IResult Files(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "files/{*path}")] HttpRequest request,
            string? path) => Results.Text($"file {path}");

        [Function(nameof(Search))]
        public static IResult Search(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "search")] HttpRequest request,
            string? text,
            int limit = 20) => Results.Text($"{text ?? "-"} {limit}");

        [Function(nameof(Page))]
        public static IResult Page(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{number:int?}")] HttpRequest request,
            int? number) => Results.Text($"page {number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");

        [Function(nameof(Code))]
        public static IResult Code(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "codes/{code:alpha:length(3)}/{language=en}")] HttpRequest request,
            string code,
            string language) => Results.Text($"code {code} in {language}");

        [Function("unrouted")]
        public static IResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("unrouted");

        [Function("hidden")]
        public static IResult Hidden([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("hidden");
    }

    internal sealed class Keys
    {
        [Function("anonymous")]
        public static IResult Anonymous([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Ok();

        [Function("function")]
        public static IResult Function([HttpTrigger("get")] HttpRequest request) => Results.Ok();

        [Function("other")]
        public static IResult Other([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Ok();

        [Function("admin-only")]
        public static IResult Admin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => Results.Ok();
    }

    internal sealed class Failures
    {
        [Function("throws")]
        public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new InvalidOperationException("a secret");

        [Function("number")]
        public static IResult Number(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "not-a-number/{n}")] HttpRequest request,
            int n) => Results.Ok(n);

        [Function("fine")]
        public static IResult Fine([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Results.Ok(new { Fine = true });
    }

    internal sealed class Twins
    {
        [Function(nameof(First))]
        public static IResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "twin")] HttpRequest request) =>
            Results.Ok();

        [Function(nameof(Second))]
        public static IResult Second([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "Twin")] HttpRequest request) =>
            Results.Ok();
    }

    internal sealed class OddConstraint
    {
        [Function(nameof(Odd))]
        public static IResult Odd([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{n:even}")] HttpRequest request) =>
            Results.Ok();
    }

    internal sealed class PlainResult
    {
        [Function(nameof(Plain))]
        public static string Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "plain";
    }
}
