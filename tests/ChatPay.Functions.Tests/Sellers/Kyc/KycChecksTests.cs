using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Errors;
using CsCheck;

namespace ChatPay.Functions.Tests.Sellers.Kyc;

public sealed class KycChecksTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Theory]
    [InlineData("123-45-6789", "123456789")]
    [InlineData("123456789", "123456789")]
    [InlineData("899-01-0001", "899010001")]
    public void Ssn_WellFormed_IsKeptAsDigits(string ssn, string kept) => Assert.Equal(kept, Check(Form(taxId: ssn)).TaxId.Reveal());

    [Theory]
    [InlineData("000-45-6789")]
    [InlineData("666-45-6789")]
    [InlineData("900-45-6789")]
    [InlineData("999-45-6789")]
    [InlineData("123-00-6789")]
    [InlineData("123-45-0000")]
    [InlineData("078-05-1120")]
    [InlineData("219-09-9999")]
    [InlineData("123-456789")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("123 45 6789")]
    [InlineData("123-45-678٩")]
    [InlineData("")]
    public void Ssn_NeverAssignedOrMisspelt_IsRefusedWithoutRepeatingIt(string ssn) => AssertRefused(Form(taxId: ssn), "taxId", 400, ssn);

    [Theory]
    [InlineData("12-3456789")]
    [InlineData("123456789")]
    public void Ein_WellFormed_IsKeptAsDigits(string ein) =>
        Assert.Equal("123456789", Check(Form(taxId: ein, kind: TaxIdKind.Ein)).TaxId.Reveal());

    [Theory]
    [InlineData("00-3456789")]
    [InlineData("123-45-6789")]
    [InlineData("1234567")]
    public void Ein_NoneOrMisspelt_IsRefused(string ein) => AssertRefused(Form(taxId: ein, kind: TaxIdKind.Ein), "taxId", 400, ein);

    [Theory]
    [InlineData("2008-03-01", true)]
    [InlineData("2008-03-02", false)]
    [InlineData("2008-02-29", true)]
    public void DateOfBirth_OnTheDayOfComingOfAge_Decides(string born, bool adult)
    {
        if (adult)
            Check(Form(born: born));
        else
            AssertRefused(Form(born: born), "dateOfBirth", 422, born);
    }

    [Fact]
    public void DateOfBirth_29February_ComesOfAgeOn1March()
    {
        Assert.Throws<ProblemException>(() => KycChecks.Check(Form(born: "2008-02-29"), new DateOnly(2026, 2, 28)));
        KycChecks.Check(Form(born: "2008-02-29"), new DateOnly(2026, 3, 1));
    }

    [Theory]
    [InlineData("1990-02-30")]
    [InlineData("1990-1-31")]
    [InlineData("31.01.1990")]
    [InlineData("2026-03-02")]
    [InlineData("1890-01-01")]
    [InlineData("")]
    public void DateOfBirth_NoDateOfALivingPerson_IsRefused(string born) => AssertRefused(Form(born: born), "dateOfBirth", 400, born);

    [Theory]
    [InlineData("94105", true)]
    [InlineData("94105-1234", true)]
    [InlineData("9410", false)]
    [InlineData("94105-12", false)]
    [InlineData("94105\n", false)]
    public void PostalCode_FiveOrNineDigits_IsTaken(string code, bool taken)
    {
        if (taken)
            Check(Form(postalCode: code));
        else
            AssertRefused(Form(postalCode: code), "address.postalCode", 400, code);
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("XX")]
    [InlineData("California")]
    public void State_NoneOfTheUnitedStates_IsRefused(string state) => AssertRefused(Form(state: state), "address.state", 400, state);

    [Theory]
    [InlineData("")]
    [InlineData("Ada\nLovelace")]
    public void LegalName_EmptyOrWithControlCharacters_IsRefused(string name) => AssertRefused(Form(name: name), "legalName", 400, name);

    [Fact]
    public void TaxId_AnyText_IsKeptAsNineDigitsOrRefused() => Gen.String["0123456789-"].Sample(text =>
    {
        try
        {
            return Check(Form(taxId: text)).TaxId.Reveal() is { Length: 9 } kept && kept.All(char.IsAsciiDigit);
        }
        catch (ProblemException e)
        {
            return e.Field == "taxId";
        }
    });

    [Fact]
    public void Form_ManyMistakes_NamesThemAllAndRepeatsNoValue()
    {
        string[] values = ["987-65-4321", "2015-05-05", "Ada\u0007Lovelace", "Kalifornia", "9410x"];
        var e = Assert.Throws<ProblemException>(() => Check(Form(values[0], TaxIdKind.Ssn, values[1], values[2], values[3], values[4])));

        Assert.Equal(
            [
                ("legalName", "text-invalid"), ("dateOfBirth", "seller-not-adult"), ("taxId", "tax-id-invalid"),
                ("address.state", "state-invalid"), ("address.postalCode", "postal-code-invalid"),
            ],
            e.Errors.Select(error => (error.Field, error.Code)));
        Assert.All(
            e.Errors,
            error => Assert.All(values, value => Assert.DoesNotContain(value, error.Detail, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal((400, "legalName"), (e.Status, e.Field));
    }

    private static IdentityData Check(KycForm form) => KycChecks.Check(form, Today);

    private static void AssertRefused(KycForm form, string field, int status, string value)
    {
        var e = Assert.Throws<ProblemException>(() => Check(form));
        Assert.Equal((status, field), (e.Status, e.Field));
        if (value.Length > 3)
            Assert.DoesNotContain(value, e.Message, StringComparison.Ordinal);
    }

    internal static KycForm Form(
        string taxId = "123-45-6789",
        TaxIdKind kind = TaxIdKind.Ssn,
        string born = "1990-01-31",
        string name = "Owner Example",
        string state = "CA",
        string postalCode = "94105") =>
        new()
        {
            LegalName = new Sensitive(name),
            DateOfBirth = new Sensitive(born),
            TaxIdKind = kind,
            TaxId = new Sensitive(taxId),
            Address = new AddressForm
            {
                Line1 = new Sensitive("1 Main Street"),
                City = new Sensitive("San Francisco"),
                State = new Sensitive(state),
                PostalCode = new Sensitive(postalCode),
            },
        };
}
