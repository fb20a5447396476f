using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Crash;

/// <summary>The platform is killed during the capture.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class KillInCaptureTests
{
    [Theory]
    [InlineData(Fault.TimeOutAfterSuccess, 1)] // The webhook books it while the call hangs.
    [InlineData(Fault.TimeOutBefore, 0)]
    public async Task Capture_KilledWhileUnanswered_IsTakenOnce(Fault fault, int taken)
    {
        await using var platform = await PlatformProcess.StartAsync();
        using var sale = new Sale(platform.Stage);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        var approveUrl = await sale.CheckoutAsync();
        await platform.PlanAsync("capture", fault);
        await platform.ApproveAsync(approveUrl);
        await platform.RestAsync();
        Assert.Equal(taken, (await platform.ProviderAsync()).Captures.Count);
        Assert.Equal(taken == 1, await sale.StatusAsync() == "paid");

        await platform.CrashAsync();

        await platform.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal("paid", await sale.StatusAsync());
        await sale.ShipAsync();
        await platform.AdvanceAsync(TimeSpan.FromHours(75));
        Assert.Empty(await platform.MissingAsync(sale));
    }
}
