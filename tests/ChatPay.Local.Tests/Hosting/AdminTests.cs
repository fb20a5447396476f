using System.Text.Json;
using ChatPay.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

public sealed class AdminTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("/admin/functions", "function", 401)]
    [InlineData("/admin/functions", null, 401)]
    [InlineData("/admin/host/status", "function", 401)]
    [InlineData("/admin/host/status", "master", 200)]
    [InlineData("/admin/host/ping", null, 200)]
    [InlineData("/admin/functions/nobody", "master", 404)]
    [InlineData("/admin/else", "master", 404)]
    public async Task Administration_AsksForTheMasterKey(string path, string? key, int expected)
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        Assert.Equal(expected, (await host.SendAsync("GET", path, key)).Status);
    }

    [Fact]
    public async Task Functions_Asked_AreListedWithTheirAddresses()
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        var all = JsonDocument
            .Parse((await host.SendAsync("GET", "/admin/functions", "master")).Body)
            .RootElement.EnumerateArray()
            .ToList();
        var one = JsonDocument.Parse((await host.SendAsync("GET", "/admin/functions/Hello", "master")).Body).RootElement;

        Assert.Equal(["hello", "tick"], all.Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(
            new Uri(host.Host.Address, "api/greet/{name}").OriginalString,
            one.GetProperty("invoke_url_template").GetString()!.Replace("%7B", "{", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, all[1].GetProperty("invoke_url_template").ValueKind);
        Assert.Equal("timerTrigger", all[1].GetProperty("config").GetProperty("bindings")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Status_Asked_IsRunning()
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        var status = JsonDocument.Parse((await host.SendAsync("GET", "/admin/host/status", "master")).Body).RootElement;

        Assert.Equal("Running", status.GetProperty("state").GetString());
    }

    [Fact]
    public async Task HttpFunction_ByHand_IsRefused()
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        Assert.Equal(400, (await host.SendAsync("POST", "/admin/functions/hello", "master", "{}")).Status);
        Assert.Equal(401, (await host.SendAsync("POST", "/admin/functions/tick", "hello", "{}")).Status);
        Assert.Empty(host.Log);
    }

    [Fact]
    public async Task Keys_OfADataFolder_StayTheSame()
    {
        var file = Path.Combine(_data.FullName, "keys.json");
        KeyRing first;
        await using (var host = await SampleHost.StartAsync<Sample>(o => o with { KeyFile = file }))
            first = host.Host.Keys;

        await using var again = await SampleHost.StartAsync<Sample>(o => o with { KeyFile = file });

        Assert.Equal(
            (first.Master, first.Host, first.Functions["hello"]),
            (again.Host.Keys.Master, again.Host.Keys.Host, again.Host.Keys.Functions["hello"]));
        Assert.Equal(4, new HashSet<string> { first.Master, first.Host, first.Durable, first.Functions["hello"] }.Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Keys_OpenToOthers_AreTheirOwnersAgain()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        var file = Path.Combine(_data.FullName, "keys.json");
        await using (var host = await SampleHost.StartAsync<Sample>(o => o with { KeyFile = file }))
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var again = await SampleHost.StartAsync<Sample>(o => o with { KeyFile = file });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Keys_ThatAreAFolder_AreNamed()
    {
        var folder = _data.CreateSubdirectory("keys.json").FullName;

        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Sample>(o => o with { KeyFile = folder }));

        Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("""{"master":"m","host":"","durable":"d","functions":{}}""")]
    public async Task Keys_Damaged_AreNamedAndLeft(string text)
    {
        var file = Path.Combine(_data.FullName, "keys.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Sample>(o => o with { KeyFile = file }));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    internal sealed class Sample(List<string> log)
    {
        [Function("hello")]
        public IResult Hello([HttpTrigger(AuthorizationLevel.Function, "get", Route = "greet/{name}")] HttpRequest request, string name)
        {
            log.Add(name);
            return Results.Ok();
        }

        [Function("tick")]
        public void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer) => log.Add("tick");
    }
}
