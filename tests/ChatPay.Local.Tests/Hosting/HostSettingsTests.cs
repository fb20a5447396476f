using ChatPay.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Local.Tests.Hosting;

public sealed class HostSettingsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("""{ "version": "2.0", }""", "/api/setting")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } } // no prefix""", "/setting")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "v1/shop" } } }""", "/v1/shop/setting")]
    [InlineData(
        """{ "version": "2.0", "unknown": 1, "extensions": { "queues": { "batchSize": 4 } }, "functionTimeout": "-1" }""",
        "/api/setting")]
    public async Task HostJson_WithAPrefix_MovesEveryRoute(string json, string path)
    {
        await File.WriteAllTextAsync(_file, json);
        await using var host = await SampleHost.StartAsync<Sample>(o => o with
        {
            HostJsonFile = _file,
            Settings = new Dictionary<string, string?> { ["Shop__Name"] = "Corner" },
        });

        Assert.Equal((200, "Corner"), await host.SendAsync("GET", path));
    }

    [Theory]
    [InlineData("""{ "version": "2.0" """, "line 1")]
    [InlineData("""[]""", "object")]
    [InlineData("""{ }""", "\"version\"")]
    [InlineData("""{ "version": "1.0" }""", "\"version\"")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": 5 } } }""", "routePrefix")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "maxConcurrentCalls")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "five" }""", "functionTimeout")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "maxConcurrentRequests": 0 } } }""", "maxConcurrentRequests")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "maxOutstandingRequests": "many" } } }""", "maxOutstandingRequests")]
    [InlineData(
        """{ "version": "2.0", "extensions": { "durableTask": { "maxConcurrentActivityFunctions": -1 } } }""",
        "maxConcurrentActivityFunctions")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "Azure.Core": "Loud" } } }""", "logging.logLevel.Azure.Core")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "customHeaders": { "A": "1", "A": "2" } } } }""", "customHeaders.A")]
    public async Task HostJson_ThatIsWrong_GetsOneSentence(string json, string about)
    {
        await File.WriteAllTextAsync(_file, json);

        var refused = await Assert.ThrowsAsync<PlatformException>(() =>
            SampleHost.StartAsync<Sample>(o => o with { HostJsonFile = _file }));

        Assert.Contains(about, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalSettings_OfTheOfficialShape_AreRead()
    {
        await File.WriteAllTextAsync(
            _file,
            """{ "IsEncrypted": false, "Values": { "A": "1", "B__C": "2" }, "Host": { "LocalHttpPort": 7071 } }""");

        var settings = LocalSettings.Read(_file);

        Assert.Equal("1", settings["A"]);
        Assert.Equal("2", settings["B__C"]);
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "encrypted")]
    [InlineData("""{ "Values": { "A": 1 } }""", "\"A\"")]
    [InlineData("""{ "Values": [] }""", "\"Values\"")]
    public async Task LocalSettings_ThatAreWrong_GetOneSentence(string json, string about)
    {
        await File.WriteAllTextAsync(_file, json);

        var refused = Assert.Throws<PlatformException>(() => LocalSettings.Read(_file));

        Assert.Contains(about, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OnAPortInUse_SaysSo()
    {
        await using var first = await SampleHost.StartAsync<Sample>();

        var refused = await Assert.ThrowsAsync<PlatformException>(() =>
            SampleHost.StartAsync<Sample>(o => o with { Port = first.Host.Address.Port }));

        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    internal sealed class Sample
    {
        [Function("setting")]
        public static IResult Setting([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text(((IConfiguration)context.InstanceServices.GetService(typeof(IConfiguration))!)["Shop:Name"]);
    }
}
