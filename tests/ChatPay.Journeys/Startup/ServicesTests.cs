using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Journeys.Crash;

namespace ChatPay.Journeys.Startup;

/// <summary>What an app under the official host can use.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ServicesTests
{
    [Fact]
    public async Task Services_Started_PrintSettingsThatLeadToThem()
    {
        using var data = new ScratchFolder();
        var port = FreePorts.Row(8);
        await using var program = LocalProgram.Start(["services", "--port", $"{port}", "--table-port", $"{port + 7}", "--data", data.Path]);
        await program.PrintedAsync("Ready.");

        var values = SettingsIn(program.Output);

        Assert.Equal($"http://127.0.0.1:{port}/", values["Public__BaseUrl"]);
        Assert.DoesNotContain(values.Keys, k => k.Contains(':', StringComparison.Ordinal));
        var tables = new TableServiceClient(values["Tables__ConnectionString"]);
        await tables.CreateTableAsync("orders", TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler());
        Assert.Contains("jwks_uri", await http.GetStringAsync($"{values["Auth__Authority"]!.TrimEnd('/')}/.well-known/openid-configuration", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("payouts", await http.GetStringAsync(new Uri(new Uri(values["PayPal__BaseUrl"]!), "simulator/state"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(0, await program.StopAsync());
        Assert.Empty(program.Errors);
        Assert.False(File.Exists(Path.Combine(data.Path, "vault.db")));
    }

    [Fact]
    public async Task Services_PortInUse_NamesIt()
    {
        using var data = new ScratchFolder();
        var port = FreePorts.Row(8);
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port + 3);
        taken.Start();

        OneSentence.Check(
            await LocalProgram.RunAsync("services", "--port", $"{port}", "--table-port", $"{port + 7}", "--data", data.Path), $"Port {port + 3} is in use");
    }

    private static Dictionary<string, string?> SettingsIn(string output)
    {
        var json = output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)];
        return JsonDocument.Parse(json).RootElement.GetProperty("Values").Deserialize<Dictionary<string, string?>>()!;
    }
}
