namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Identity data as it is submitted.</summary>
public sealed class KycForm
{
    /// <summary>The full legal name of the owner, or of the business with an EIN.</summary>
    public required Sensitive LegalName { get; init; }

    /// <summary>The owner's date of birth, as <c>1990-01-31</c>.</summary>
    public required Sensitive DateOfBirth { get; init; }

    /// <summary>The kind of tax id.</summary>
    public required TaxIdKind TaxIdKind { get; init; }

    /// <summary>Nine digits, with or without hyphens.</summary>
    public required Sensitive TaxId { get; init; }

    /// <summary>The business address.</summary>
    public required AddressForm Address { get; init; }
}

/// <summary>A US tax id.</summary>
public enum TaxIdKind
{
    /// <summary>Social Security number.</summary>
    Ssn,

    /// <summary>Employer identification number.</summary>
    Ein,
}

/// <summary>A US address.</summary>
public sealed class AddressForm
{
    public required Sensitive Line1 { get; init; }

    public Sensitive? Line2 { get; init; }

    public required Sensitive City { get; init; }

    /// <summary>Two letters (USPS).</summary>
    public required Sensitive State { get; init; }

    /// <summary>Five digits, or nine with a hyphen.</summary>
    public required Sensitive PostalCode { get; init; }
}
