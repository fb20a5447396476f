using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Startup;

/// <summary>The examples of the API's description match it.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Examples_All_AreAsTheirSchemasSay()
    {
        Assert.InRange(ApiContract.Own.Examples, 80, 500);
        var differences = ApiContract.Own.ExampleDifferences().ToList();
        Assert.True(
            differences.Count == 0,
            "Record the examples anew (CHATPAY_EXAMPLES=1 dotnet test tests/ChatPay.Journeys), then write the description "
            + "(dotnet run --project infra/openapi): " + string.Join("; ", differences.Take(20)));
    }
}
