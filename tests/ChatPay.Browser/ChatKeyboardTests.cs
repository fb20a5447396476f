using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Paying and shipping without a pointer, only by Tab, Enter, Escape and arrows.</summary>
public sealed class ChatKeyboardTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    private const int Far = 40;

    /// <summary>A screen reader follows the focus, which must never be lost in between.</summary>
    [Fact]
    public async Task A_sheet_that_is_closed_gives_the_focus_back_before_it_goes()
    {
        var sale = await RequestAsync("focus");
        var buyer = await BuyerAsync(sale, "focus");
        await buyer.Page.EvaluateAsync("""
            () => new MutationObserver(all => {
              if (all.some(change => [...change.removedNodes].some(node => node.tagName === "DIALOG")))
                document.body.dataset.focused = document.activeElement.innerText;
            }).observe(document.body, { subtree: true, childList: true })
            """);
        await Button(buyer, "More…").PressAsync("Enter");
        await buyer.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await buyer.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(buyer.Page.Locator("body")).ToHaveAttributeAsync("data-focused", "More…");
    }

    [Fact]
    public async Task A_buyer_pays_and_a_seller_ships_by_keyboard_alone()
    {
        var sale = await RequestAsync("keyboard");
        var buyer = await BuyerAsync(sale, "keyboard", Desktop);
        await Button(buyer, "Pay with PayPal").WaitForAsync();
        await TabToAsync(buyer, "Write a message", "placeholder");
        await buyer.Page.Keyboard.TypeAsync("I take them");
        await buyer.Page.Keyboard.PressAsync("Enter");
        await Log(buyer).GetByText("I take them").WaitForAsync();

        // Elements covered by a sheet cannot be reached, and the focus returns to where it was.
        await TabToAsync(buyer, "More…", back: true);
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await buyer.Page.Keyboard.PressAsync("Escape");
        await buyer.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("More…", await FocusedAsync(buyer));

        await TabToAsync(buyer, "Pay with PayPal", back: true);
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Page.WaitForURLAsync(address => address.StartsWith(Local.PayPal.Address.AbsoluteUri, StringComparison.Ordinal));
        await TabToAsync(buyer, (await buyer.Page.Locator("button").First.InnerTextAsync()).Trim());
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Page.WaitForURLAsync(address => address.StartsWith(Local.Address.AbsoluteUri, StringComparison.Ordinal));

        var seller = await AsSellerAsync(sale, "keyboard");
        await Button(seller, "Mark as shipped").WaitForAsync();
        await TabToAsync(seller, "Mark as shipped");
        await seller.Page.Keyboard.PressAsync("Enter");
        await seller.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await seller.Page.Locator("option:text-is('UPS')").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await TabToAsync(seller, "SELECT", "tagName");
        await seller.Page.Keyboard.TypeAsync("UPS");
        await seller.Page.Keyboard.PressAsync("Tab");
        await seller.Page.Keyboard.TypeAsync("1Z 9999 W999 9999 9999");
        await seller.Page.GetByText("This is a UPS number.").WaitForAsync();
        await seller.Page.Keyboard.PressAsync("Enter");
        await Status(seller, "Shipped").WaitForAsync();
        await seller.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("Details", await FocusedAsync(seller));

        await TabToAsync(seller, "Details", back: true);
        await seller.Page.Keyboard.PressAsync("Enter");
        await Panel(seller).GetByText("1Z 9999 W999 9999 9999").First.WaitForAsync();
        await TabToAsync(seller, "✕");
        await seller.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("Details", await FocusedAsync(seller));
    }

    /// <summary>Presses Tab until the element with this name has the focus.</summary>
    private static async Task TabToAsync(Tab tab, string name, string by = "innerText", bool back = false)
    {
        for (var presses = 0; presses < Far; presses++)
        {
            if (await FocusedAsync(tab, by) == name)
                return;
            await tab.Page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"'{name}' is not reached by Tab.");
    }

    private static async Task<string> FocusedAsync(Tab tab, string by = "innerText") =>
        (await tab.Page.EvaluateAsync<string?>("by => document.activeElement?.[by]", by))?.Trim() ?? "";
}
