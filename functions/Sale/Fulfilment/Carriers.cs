using System.Text.RegularExpressions;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>The parcel carriers of the United States. The formats are those that the carriers publish, without check digits: they
/// catch an impossible number, not one that belongs to another parcel. Sellers may also name other carriers.</summary>
public static partial class Carriers
{
    /// <summary>PayPal's code of a carrier that is not on its list.</summary>
    public const string Other = "OTHER";

    /// <summary>The carriers whose numbers are checked.</summary>
    public static IReadOnlyList<Carrier> Known { get; } =
    [
        new("USPS", "USPS", "20 or 22 digits, 26 to 34 with a ZIP code in front, or two letters, nine digits and US", Usps()),
        new("UPS", "UPS", "1Z and 16 letters or digits, or 9, 12 or 18 digits", Ups()),
        new("FEDEX", "FedEx", "12, 15, 20, 22 or 34 digits", FedEx()),
        new("DHL", "DHL Express", "10 or 11 digits, or JJD and 16 to 20 digits", Dhl()),
        new("DHL_GLOBAL_MAIL", "DHL eCommerce", "GM and 16 to 20 digits, or 22 or 30 digits", DhlECommerce()),
        new("ONTRAC", "OnTrac", "C, D or 1LS and 12 to 17 letters or digits", OnTrac()),
    ];

    /// <summary>The carrier with this code or name; null when it is not a known one.</summary>
    public static Carrier? Find(string named) =>
        Known.FirstOrDefault(c => Compact(c.Code) == Compact(named) || Compact(c.Name) == Compact(named));

    /// <summary>Whether the carrier issues numbers of this format. For an unknown carrier: whether it is a name and a number at
    /// all.</summary>
    public static bool Gives(string carrier, string number) => Find(carrier) is { } known
        ? known.Pattern.IsMatch(Compact(number))
        : carrier.Count(char.IsLetter) >= 2 && AnyNumber().IsMatch(Compact(number));

    /// <summary>The text in capitals, without spaces, hyphens and underscores.</summary>
    public static string Compact(string text) => string.Concat(text.Where(c => c is not (' ' or '-' or '_'))).ToUpperInvariant();

    [GeneratedRegex("^([0-9]{20}|[0-9]{22}|420[0-9]{23,31}|[A-Z]{2}[0-9]{9}US)$", RegexOptions.CultureInvariant)]
    private static partial Regex Usps();

    [GeneratedRegex("^(1Z[0-9A-Z]{16}|[0-9]{9}|[0-9]{12}|[0-9]{18})$", RegexOptions.CultureInvariant)]
    private static partial Regex Ups();

    [GeneratedRegex("^([0-9]{12}|[0-9]{15}|[0-9]{20}|[0-9]{22}|[0-9]{34})$", RegexOptions.CultureInvariant)]
    private static partial Regex FedEx();

    [GeneratedRegex("^([0-9]{10,11}|JJD[0-9]{16,20})$", RegexOptions.CultureInvariant)]
    private static partial Regex Dhl();

    [GeneratedRegex("^(GM[0-9]{16,20}|[0-9]{22}|[0-9]{30})$", RegexOptions.CultureInvariant)]
    private static partial Regex DhlECommerce();

    [GeneratedRegex("^(C|D|1LS)[0-9A-Z]{12,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex OnTrac();

    [GeneratedRegex("^(?=(.*[0-9]){4})[0-9A-Z]{6,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex AnyNumber();
}
