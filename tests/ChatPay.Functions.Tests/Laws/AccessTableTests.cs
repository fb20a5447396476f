using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The table of who may call what is up to date, so that every change to it is reviewed.</summary>
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
