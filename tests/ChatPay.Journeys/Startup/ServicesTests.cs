using System.Text.Json;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Journeys.Crash;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Journeys.Startup;

/// <summary>What an app under the official host uses.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ServicesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_Started_WriteSettingsThatLeadToThem()
    {
        using var data = new ScratchFolder();
        var (port, file) = (FreePorts.Row(9), Path.Combine(data.Path, "app.json"));
        await using var program = LocalProgram.Start(Arguments(port, data, file));
        await program.PrintedAsync("Ready.");

        Assert.Contains($"The app's settings are in {file}.", program.Output, StringComparison.Ordinal);
        var values = Read(file).GetProperty("Values").Deserialize<Dictionary<string, string?>>()!;
        Assert.Equal(port, Read(file).GetProperty("Host").GetProperty("LocalHttpPort").GetInt32());
        Assert.Equal($"http://127.0.0.1:{port}/", values["Public__BaseUrl"]);
        Assert.DoesNotContain(values.Keys, k => k.Contains(':', StringComparison.Ordinal));
        var tables = new TableServiceClient(values["Tables__ConnectionString"]);
        await tables.CreateTableAsync("orders", Cancelled);
        using var http = new HttpClient(new SocketsHttpHandler());
        Assert.Contains(
            "jwks_uri",
            await http.GetStringAsync($"{values["Auth__Authority"]!.TrimEnd('/')}/.well-known/openid-configuration", Cancelled),
            StringComparison.Ordinal);
        Assert.Contains(
            "payouts",
            await http.GetStringAsync(new Uri(new Uri(values["PayPal__BaseUrl"]!), "simulator/state"), Cancelled),
            StringComparison.Ordinal);
        await using var bus = new ServiceBusClient(values["ServiceBus"]);
        await bus.CreateSender("outbox-triggers").SendMessageAsync(new ServiceBusMessage("one"), Cancelled);
        var vault = new AzureAddresses(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), v.Value)))
                .Build()
        ).Vault(new Azure.Identity.DefaultAzureCredential());
        await vault.SetSecretAsync("kyc-1", "identity", Cancelled);

        Assert.Equal(0, await program.StopAsync());
        Assert.Empty(program.Errors);
    }

    [Fact]
    public async Task Services_StartedAgain_LeaveAnEditedFileAndSayWhatDiffers()
    {
        using var data = new ScratchFolder();
        var (port, file) = (FreePorts.Row(9), Path.Combine(data.Path, "app.json"));
        await RunOnceAsync(port, data, file);
        Assert.Contains($"The app's settings are in {file}.", await RunOnceAsync(port, data, file), StringComparison.Ordinal);
        File.WriteAllText(
            file,
            File.ReadAllText(file).Replace("ChatPay <orders@chatpay.example>", "Me <me@example.com>", StringComparison.Ordinal));

        var output = await RunOnceAsync(port, data, file);

        Assert.Contains("has been edited and is left as it is. It differs in Mail__From: ", output, StringComparison.Ordinal);
        Assert.Contains("me@example.com", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Services_PortInUse_NamesIt(int taken)
    {
        using var data = new ScratchFolder();
        var port = FreePorts.Row(9);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port + taken);
        listener.Start();

        OneSentence.Check(
            await LocalProgram.RunAsync(Arguments(port, data, Path.Combine(data.Path, "app.json"))),
            $"Port {port + taken} is in use");
    }

    private static async Task<string> RunOnceAsync(int port, ScratchFolder data, string file)
    {
        await using var program = LocalProgram.Start(Arguments(port, data, file));
        await program.PrintedAsync("Ready.");
        Assert.Equal(0, await program.StopAsync());
        return program.Output;
    }

    private static string[] Arguments(int port, ScratchFolder data, string file) =>
        [
            "services",
            "--port",
            $"{port}",
            "--table-port",
            $"{port + 7}",
            "--bus-port",
            $"{port + 8}",
            "--data",
            Path.Combine(data.Path, "data"),
            "--app-settings",
            file,
        ];

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;
}
