namespace ChatPay.Functions.Platform.Http;

/// <summary>The common elements of every page's head.</summary>
internal static class PageFrame
{
    /// <summary>The style sheet and the icon.</summary>
    public static string Links { get; } =
        $"""
        <meta name="color-scheme" content="light dark"><meta name="theme-color" content="#0b57d0">
        <link rel="icon" href="{PageFiles.AddressOf("icon.svg")}" type="image/svg+xml">
        <link rel="stylesheet" href="{PageFiles.AddressOf("frame.css")}"><link rel="stylesheet" href="{PageFiles.AddressOf("app.css")}">
        """;
}
