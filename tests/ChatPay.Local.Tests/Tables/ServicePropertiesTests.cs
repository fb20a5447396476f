using Azure.Data.Tables.Models;

namespace ChatPay.Local.Tests.Tables;

public abstract class ServicePropertiesTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : ServicePropertiesTests(tables);

    public sealed class ByACall(TablesByACall tables) : ServicePropertiesTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : ServicePropertiesTests(tables);

    [Fact]
    public async Task Properties_ThatWereSet_AreRead()
    {
        var service = await tables.ServiceAsync();
        var properties = (await service.GetPropertiesAsync()).Value;
        properties.Logging.Read = true;
        properties.Cors.Clear();
        properties.Cors.Add(new TableCorsRule("http://localhost", "GET", "x-a", "x-b", 5));

        await service.SetPropertiesAsync(properties);

        var read = (await service.GetPropertiesAsync()).Value;
        Assert.True(read.Logging.Read);
        Assert.Equal("http://localhost", Assert.Single(read.Cors).AllowedOrigins);
    }

    [Fact]
    public async Task Statistics_OfTheSecondary_SayThatItIsInStep()
    {
        var statistics = (await (await tables.ServiceAsync()).GetStatisticsAsync()).Value;

        Assert.Equal(TableGeoReplicationStatus.Live, statistics.GeoReplication.Status);
    }
}
