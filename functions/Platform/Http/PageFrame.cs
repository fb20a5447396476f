namespace ChatPay.Functions.Platform.Http;

/// <summary>What every page has in its head.</summary>
internal static class PageFrame
{
    /// <summary>Its look and its icon.</summary>
    public static string Links { get; } =
        $"""
        <meta name="color-scheme" content="light dark"><meta name="theme-color" content="#0b57d0">
        <link rel="icon" href="{PageFiles.AddressOf("icon.svg")}" type="image/svg+xml">
        <link rel="stylesheet" href="{PageFiles.AddressOf("frame.css")}"><link rel="stylesheet" href="{PageFiles.AddressOf("app.css")}">
        """;
}
