using System.Text.RegularExpressions;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>A carrier whose tracking numbers are known by their form.</summary>
/// <param name="Code">As PayPal calls it.</param>
/// <param name="Name">For people.</param>
/// <param name="Form">What its numbers look like, in words.</param>
/// <param name="Pattern">The same for programs; of a number without spaces and hyphens, in capitals.</param>
public sealed record Carrier(string Code, string Name, string Form, Regex Pattern);
