using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Takes the README's pictures from the running system: <c>CHATPAY_SCREENSHOTS=1 dotnet test tests/ChatPay.Browser --filter
/// FullyQualifiedName~Screenshots</c>.</summary>
public sealed class Screenshots(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task The_pictures_of_the_readme_are_taken()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("CHATPAY_SCREENSHOTS") == "1",
            "Set CHATPAY_SCREENSHOTS=1 to take the pictures anew.");
        var sale = Stage.NewSale("demo");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());

        var desk = await OpenAsync("desk?sign-in-as=demo-seller", Desktop);
        await desk.Page.GetByText("Blue mug").First.WaitForAsync();
        await TakeAsync(desk.Page, "desk");

        await sale.ShipAsync();
        var chat = await OpenAsync($"chat/{sale.ConversationId}?sign-in-as=demo-buyer");
        await chat.Page.GetByText("Blue mug").First.WaitForAsync();
        await TakeAsync(chat.Page, "chat");

        var developer = await OpenAsync(Local.Control.AbsoluteUri, 1600);
        await developer.Page.FrameLocator("iframe[name=Buyer]").GetByText("Example Pottery").First.WaitForAsync();
        await developer.Page.FrameLocator("iframe[name=Seller]").Locator("a[href^='/chat/cnv']").First.ClickAsync();
        await developer.Page.FrameLocator("iframe[name=Buyer]").Locator("a[href^='/chat/cnv']").First.ClickAsync();
        await developer.Page.GetByRole(AriaRole.Button, new() { Name = sale.OrderId }).First.ClickAsync();
        await developer.Page.GetByText("EventRaised").First.WaitForAsync();
        await developer.Page.FrameLocator("iframe[name=Seller]").GetByText("Blue mug").First.WaitForAsync();
        await TakeAsync(developer.Page, "developer");
    }

    private static async Task TakeAsync(IPage page, string name, [CallerFilePath] string file = "") => await page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "infra", "pages", "screenshots", $"{name}.png"),
    });
}
