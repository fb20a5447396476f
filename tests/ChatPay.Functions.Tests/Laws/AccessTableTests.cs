using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Who may call what, in one table that is read with every change of it.</summary>
public sealed class AccessTableTests
{
    [Fact]
    public void Table_OfWhoMayCallWhat_IsThatOfTheCode()
    {
        var expected = AccessTable.Write();

        Assert.True(
            File.ReadAllText(Path.Combine(EndpointLaws.Repository, AccessTable.File)) == expected,
            $"{AccessTable.File} is not what the code says. If the change is meant, 'dotnet run --project infra/openapi' writes it:\n\n"
                + expected);
    }
}
