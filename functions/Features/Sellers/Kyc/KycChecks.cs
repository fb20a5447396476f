using System.Globalization;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Checks the format of identity data; people verify that it is true. No message repeats a value.</summary>
internal static partial class KycChecks
{
    private const int AdultAge = 18;
    private const int GreatestAge = 120;
    private const int MaxLineLength = 100;

    // States, the District of Columbia, territories and military addresses (USPS Publication 28, appendix B).
    private static readonly HashSet<string> States = [.. (
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD "
        + "TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP").Split(' ')];

    /// <exception cref="ProblemException">400 or 422, with every fault.</exception>
    public static IdentityData Check(KycForm form, DateOnly today)
    {
        var faults = new FieldFaults();
        var data = new IdentityData
        {
            LegalName = Line(form.LegalName, "legalName", faults),
            DateOfBirth = BirthDate(form.DateOfBirth, today, faults),
            TaxIdKind = form.TaxIdKind,
            TaxId = form.TaxIdKind == TaxIdKind.Ssn ? Ssn(form.TaxId, faults) : Ein(form.TaxId, faults),
            Line1 = Line(form.Address.Line1, "address.line1", faults),
            Line2 = string.IsNullOrWhiteSpace(form.Address.Line2?.Reveal()) ? null : Line(form.Address.Line2, "address.line2", faults),
            City = Line(form.Address.City, "address.city", faults),
            State = form.Address.State,
            PostalCode = form.Address.PostalCode,
        };
        if (!States.Contains(form.Address.State.Reveal()))
            faults.Malformed(
                "state-invalid",
                "'address.state' must be the two capital letters of a US state, such as CA.",
                "address.state");
        if (!PostalCode().IsMatch(form.Address.PostalCode.Reveal()))
            faults.Malformed(
                "postal-code-invalid",
                "'address.postalCode' must have five digits, or nine as in NNNNN-NNNN.",
                "address.postalCode");
        faults.ThrowIfAny();
        return data;
    }

    private static Sensitive Line(Sensitive value, string field, FieldFaults faults) =>
        new(Texts.Require(value.Reveal(), field, MaxLineLength, faults));

    private static Sensitive BirthDate(Sensitive value, DateOnly today, FieldFaults faults)
    {
        if (!DateOnly.TryParseExact(value.Reveal(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
            || born > today || born < today.AddYears(-GreatestAge))
        {
            faults.Malformed(
                "date-of-birth-invalid",
                "'dateOfBirth' must be a date in the past such as \"1990-01-31\".",
                "dateOfBirth");
            return value;
        }

        // Somebody born on 29 February comes of age on 1 March in common years: AddYears would say 28 February.
        var comesOfAge = born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(born.Year + AdultAge)
            ? new DateOnly(born.Year + AdultAge, 3, 1)
            : born.AddYears(AdultAge);
        if (comesOfAge > today)
            faults.Refused("seller-not-adult", $"Sellers must be at least {AdultAge} years old.", "dateOfBirth");
        return value;
    }

    // Area, group and serial numbers that were never assigned (Social Security Administration, SSN randomization), and two numbers
    // voided after they had been printed in advertisements.
    private static Sensitive Ssn(Sensitive value, FieldFaults faults)
    {
        var match = SsnForm().Match(value.Reveal());
        var digits = match.Value.Replace("-", "", StringComparison.Ordinal);
        if (!match.Success || digits[..3] is "000" or "666" || digits[0] == '9' || digits[3..5] == "00" || digits[5..] == "0000"
            || digits is "078051120" or "219099999")
            faults.Malformed(
                "tax-id-invalid",
                "'taxId' must be a Social Security number: nine digits, as in NNN-NN-NNNN; some combinations are never assigned.",
                "taxId");
        return new Sensitive(digits);
    }

    private static Sensitive Ein(Sensitive value, FieldFaults faults)
    {
        var match = EinForm().Match(value.Reveal());
        if (!match.Success)
            faults.Malformed(
                "tax-id-invalid",
                "'taxId' must be an employer identification number: nine digits, as in NN-NNNNNNN.",
                "taxId");
        return new Sensitive(match.Value.Replace("-", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^([0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{9})\z")]
    private static partial Regex SsnForm();

    [GeneratedRegex(@"^(?!00)[0-9]{2}-?[0-9]{7}\z")]
    private static partial Regex EinForm();

    [GeneratedRegex(@"^[0-9]{5}(-[0-9]{4})?\z")]
    private static partial Regex PostalCode();
}
