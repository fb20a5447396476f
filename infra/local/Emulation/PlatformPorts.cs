namespace ChatPay.Local.Emulation;

/// <summary>The ports of the platform's parts: the app's, and those that follow it.</summary>
/// <param name="App">The function app, 7071 by default.</param>
/// <param name="Control">The clock, app + 1.</param>
/// <param name="Identity">The token issuer, app + 2.</param>
/// <param name="PayPal">The PayPal simulator, app + 3.</param>
/// <param name="Instagram">The Instagram simulator, app + 4.</param>
/// <param name="Vault">The vault, app + 5.</param>
/// <param name="Mail">The mail sink, app + 6.</param>
/// <param name="Tables">The table service, 10002 by default.</param>
internal sealed record PlatformPorts(int App, int Control, int Identity, int PayPal, int Instagram, int Vault, int Mail, int Tables)
{
    /// <summary>Derives the ports from the app's; when <paramref name="app"/> is 0, each part takes a free one.</summary>
    public static PlatformPorts Of(int app, int tables) =>
        app == 0
            ? new(0, 0, 0, 0, 0, 0, 0, tables)
            : new(app, app + 1, app + 2, app + 3, app + 4, app + 5, app + 6, tables);
}
