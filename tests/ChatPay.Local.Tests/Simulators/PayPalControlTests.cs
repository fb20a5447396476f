using System.Text.Json.Nodes;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalControlTests
{
    [Fact]
    public async Task Control_OverHttp_ActsAsTheBuyerAndTheReviewer()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.PostAsync("simulator/next-capture", new JsonObject { ["pendingReason"] = "ECHECK" });
        var order = (string)(await fixture.CreateAsync("ord-1", "k-1")).Json["id"]!;

        var approved = await fixture.PostAsync($"simulator/orders/{order}/approve");
        Assert.StartsWith("http://127.0.0.1:7071/paid", (string?)approved.Json["returnUrl"], StringComparison.Ordinal);
        var captured = await fixture.PostAsync($"v2/checkout/orders/{order}/capture", key: "c-1");
        var completed = await fixture.PostAsync($"simulator/captures/{PayPalFixture.CaptureId(captured)}/complete");
        var again = await fixture.PostAsync($"simulator/captures/{PayPalFixture.CaptureId(captured)}/complete");

        Assert.Equal("COMPLETED", (string?)completed.Json["status"]);
        Assert.Equal(409, again.Status);
        Assert.Equal(9602, (long)(await fixture.GetAsync("simulator/state")).Json["balance"]!);
    }

    [Fact]
    public async Task Control_Fault_MeetsTheNextRequestOnly()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.PostAsync("simulator/faults", new JsonObject { ["operation"] = "create-order", ["fault"] = "Error503" });

        Assert.Equal(503, (await fixture.CreateAsync("ord-1", "k-1")).Status);
        Assert.Equal(200, (await fixture.CreateAsync("ord-1", "k-1")).Status);
        Assert.Equal(409, (await fixture.PostAsync("simulator/orders/NONE/approve")).Status);
        Assert.Equal(400, (await fixture.PostAsync("simulator/faults", JsonValue.Create("no"))).Status);
    }
}
