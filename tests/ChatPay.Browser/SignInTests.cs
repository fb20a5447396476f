using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Signing in at the local issuer, by the same browser flow as at any other.</summary>
public sealed class SignInTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task A_person_signs_in_comes_back_to_the_address_and_stays_signed_in_when_the_page_is_loaded_again()
    {
        var tab = await OpenAsync("chat?with=nobody");
        await tab.CheckAsync();
        await tab.SignInAsync("buyer of these pages", "buyer");
        Assert.EndsWith("/chat?with=nobody", tab.Page.Url, StringComparison.Ordinal);

        await tab.Page.ReloadAsync();
        await tab.Page.GetByText("buyer of these pages", new() { Exact = true }).First.WaitForAsync();
        Assert.EndsWith("/chat?with=nobody", tab.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_in_no_storage_of_the_browser_and_in_no_address()
    {
        var tab = await OpenAsync("chat");
        await tab.SignInAsync("buyer without traces", "buyer");
        var kept = await tab.Page.EvaluateAsync<string>(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href, history.length])");
        Assert.DoesNotContain("eyJ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_signs_out_at_the_issuer_too_and_is_asked_the_next_time()
    {
        var tab = await OpenAsync("chat");
        await tab.SignInAsync("buyer who leaves", "buyer");
        await tab.Page.GetByText("buyer who leaves", new() { Exact = true }).First.ClickAsync();
        var ended = tab.Page.WaitForRequestAsync(
            request => request.Url.StartsWith(Local.Identity.Authority + "/logout", StringComparison.Ordinal));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await ended;
        await tab.Page.WaitForURLAsync(Local.Address.AbsoluteUri);
        Assert.Equal("{}", await tab.Page.EvaluateAsync<string>("JSON.stringify({...sessionStorage})"));

        await tab.Page.GotoAsync(new Uri(Local.Address, "chat").AbsoluteUri);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in as …" }).WaitForAsync();
    }

    [Fact]
    public async Task A_page_of_another_role_says_whose_it_is()
    {
        var tab = await OpenAsync("ops");
        await tab.SignInAsync("buyer at the wrong door", "buyer");
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "This page is not for you" }).WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_sign_in_that_was_not_begun_here_fails_and_says_so()
    {
        var tab = await OpenAsync("signed-in?code=stolen&state=other");
        await tab.Page.GetByRole(AriaRole.Alert).GetByText("Sign-in failed").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_sign_in_that_could_not_begin_is_forgotten_on_another_page()
    {
        var tab = await OpenAsync("chat");
        await tab.SignInAsync("seller who stays", "seller");
        await tab.Page.RouteAsync("**/.well-known/openid-configuration", route => route.AbortAsync());
        await tab.Page.GetByText("seller who stays", new() { Exact = true }).First.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in as somebody else" }).ClickAsync();
        var failed = tab.Page.GetByText("Sign-in failed");
        await failed.WaitForAsync();

        await tab.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link).Last.ClickAsync();
        await failed.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Theory]
    [InlineData("en-GB", "Sign in", "Nobody can sign in here")]
    [InlineData("it-IT", "Accedi", "Qui nessuno può accedere")]
    [InlineData("es-ES", "Iniciar sesión", "Aquí nadie puede iniciar sesión")]
    public async Task An_issuer_with_another_name_than_is_configured_is_named(string language, string signIn, string words)
    {
        var tab = await OpenAsync("chat", language: language);
        await tab.Page.RouteAsync("**/.well-known/openid-configuration", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
            Body = """{"issuer":"https://0f1e.issuer.example/0f1e/v2.0"}""",
        }));

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = signIn, Exact = true }).ClickAsync();

        var told = tab.Page.GetByRole(AriaRole.Alert);
        await told.GetByText(words).WaitForAsync();
        var text = await told.InnerTextAsync();
        Assert.Contains("https://0f1e.issuer.example/0f1e/v2.0", text, StringComparison.Ordinal);
        Assert.Contains(Local.Identity.Authority, text, StringComparison.Ordinal);
        await tab.CheckAsync();
    }
}
