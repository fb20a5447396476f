namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Validated identity data, in the form in which it is stored.</summary>
public sealed class IdentityData
{
    public required Sensitive LegalName { get; init; }

    public required Sensitive DateOfBirth { get; init; }

    public required TaxIdKind TaxIdKind { get; init; }

    /// <summary>Nine digits.</summary>
    public required Sensitive TaxId { get; init; }

    public required Sensitive Line1 { get; init; }

    public required Sensitive? Line2 { get; init; }

    public required Sensitive City { get; init; }

    public required Sensitive State { get; init; }

    public required Sensitive PostalCode { get; init; }
}
