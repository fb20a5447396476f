using System.Text.RegularExpressions;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>A carrier whose tracking numbers are recognised by their format.</summary>
/// <param name="Code">PayPal's code for the carrier.</param>
/// <param name="Name">The display name.</param>
/// <param name="Form">The number format in words.</param>
/// <param name="Pattern">The number format, for a number in capitals without spaces and hyphens.</param>
public sealed record Carrier(string Code, string Name, string Form, Regex Pattern);
