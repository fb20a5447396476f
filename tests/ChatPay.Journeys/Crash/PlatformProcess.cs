using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Crash;

/// <summary>
/// The real platform in its own process, driven over HTTP only; its clock moves only when advanced. It can be killed at any instant
/// and restarted on the same ports and data.
/// </summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private readonly ScratchFolder _data = new();
    private readonly ScratchFolder _kept = new();
    private readonly int _port = FreePorts.Row(8);
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = LocalProgram.Patience };
    private LocalProgram _program = null!;

    private PlatformProcess()
    {
    }

    public string DataFolder => _data.Path;

    public LocalProgram Program => _program;

    public Uri Address => At(0);

    public Uri Control => At(1);

    public Uri Identity => At(2);

    public Uri PayPal => At(3);

    /// <summary>The stage for a sale.</summary>
    public SaleStage Stage => new(Address, NewTokenAsync, RestAsync);

    public static async Task<PlatformProcess> StartAsync()
    {
        var platform = new PlatformProcess();
        try
        {
            await platform.RestartAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the platform on its ports and data, and waits until it is ready.</summary>
    public async Task RestartAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        _program = LocalProgram.Start(
            ["--port", $"{_port}", "--table-port", $"{_port + 7}", "--data", DataFolder, "--time-scale", "0", "--verbose"]);
        await _program.PrintedAsync("Ready.");
    }

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _program.KillAsync();

    /// <summary><c>kill -9</c>, then a restart.</summary>
    public async Task CrashAsync()
    {
        await KillAsync();
        await RestartAsync();
    }

    /// <summary>Stops the platform, and keeps a copy of its data.</summary>
    public async Task KeepAsync()
    {
        await (OperatingSystem.IsWindows() ? KillAsync() : _program.StopAsync());
        Copy(DataFolder, _kept.Path);
    }

    /// <summary>Restarts the platform on the data that <see cref="KeepAsync"/> kept.</summary>
    public async Task RestoreAsync()
    {
        if (_program.IsRunning)
            await KillAsync();
        foreach (var file in Directory.EnumerateFiles(DataFolder))
            File.Delete(file);
        Copy(_kept.Path, DataFolder);
        await RestartAsync();
    }

    public async Task<DateTimeOffset> NowAsync() => Now(await _http.GetFromJsonAsync<JsonElement>(new Uri(Control, "clock")));

    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by) =>
        Now(await PostAsync(new Uri(Control, "clock/advance"), new { by = by.ToString("c") }));

    /// <summary>Moves the clock to the next timer and fires it.</summary>
    public async Task<DateTimeOffset> NextAsync() => Now(await PostAsync(new Uri(Control, "clock/next")));

    /// <summary>Waits until all remaining work waits for the clock.</summary>
    public Task RestAsync() => PostAsync(new Uri(Control, "clock/rest"));

    /// <summary>Advances the clock timer by timer until a condition is true.</summary>
    public async Task AdvanceUntilAsync(Func<Task<bool>> happened, int timers = 100)
    {
        for (var i = 0; i < timers; i++)
        {
            if (await happened())
                return;
            await NextAsync();
        }

        throw new InvalidOperationException($"It has not come about after {timers} timers.");
    }

    public async Task<string> NewTokenAsync(string subject, string[] roles) =>
        (await PostAsync(new Uri(Identity, "token"), new { sub = subject, roles })).GetProperty("access_token").GetString()!;

    public async Task<ProviderBooks> ProviderAsync() =>
        (await _http.GetFromJsonAsync<ProviderBooks>(new Uri(PayPal, "simulator/state"), JsonSerializerOptions.Web))!;

    /// <summary>Injects a fault into the next requests of an operation, until the platform is killed.</summary>
    public Task PlanAsync(string operation, Fault fault, int times = 20) =>
        PostAsync(new Uri(PayPal, "simulator/faults"), new { operation, fault = fault.ToString(), times });

    /// <summary>The buyer approves at the provider, and never comes back to the shop.</summary>
    public Task ApproveAsync(Uri approveUrl) =>
        PostAsync(new Uri(PayPal, $"simulator/orders/{HttpUtility.ParseQueryString(approveUrl.Query)["token"]}/approve"));

    /// <summary>Lists what is wrong after a completed sale; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(Sale sale)
    {
        var provider = await ProviderAsync();
        var verdict = await DemoVerdict.OfAsync(
            sale,
            provider.Payouts,
            provider.Balance - new LocalPlatformOptions().PayPalStartingBalance);
        List<string> more = [];
        if (provider.Captures.Count != 1)
            more.Add($"there are {provider.Captures.Count} captures and not one.");
        if (provider.PayoutBatches.Count != 1)
            more.Add($"there are {provider.PayoutBatches.Count} payout batches and not one.");
        if (provider.Refunds.Count != 0)
            more.Add("there are refunds.");
        return [.. verdict.Missing, .. more];
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
        _kept.Dispose();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static DateTimeOffset Now(JsonElement clock) => clock.GetProperty("now").GetDateTimeOffset();

    private Uri At(int offset) => new($"http://127.0.0.1:{_port + offset}/");

    private async Task<JsonElement> PostAsync(Uri address, object? body = null)
    {
        using var content = JsonContent.Create(body ?? new { });
        using var answer = await _http.PostAsync(address, content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}: {text}");
    }
}
