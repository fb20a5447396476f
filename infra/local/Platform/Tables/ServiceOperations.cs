using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ChatPay.Local.Tables.Protocol;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables;

/// <summary>Runs operations on the service itself: its properties are stored but have no effect; the status of the secondary, which
/// does not exist, is always in sync.</summary>
internal sealed class ServiceOperations(TableStore store)
{
    private static readonly XElement Unset = XElement.Parse("""
        <StorageServiceProperties>
          <Logging><Version>1.0</Version><Read>false</Read><Write>false</Write><Delete>false</Delete><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></Logging>
          <HourMetrics><Version>1.0</Version><Enabled>false</Enabled><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></HourMetrics>
          <MinuteMetrics><Version>1.0</Version><Enabled>false</Enabled><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></MinuteMetrics>
          <Cors />
        </StorageServiceProperties>
        """);

    public async Task<TableReply> RunAsync(TableRequest request)
    {
        if (request.Query["restype"] != "service")
            throw TableFault.NotImplemented();
        return (request.Address.Kind, request.Query["comp"].ToString(), request.Method) switch
        {
            (ResourceKind.Service, "properties", "GET") => TableReply.Xml(
                StatusCodes.Status200OK,
                store.ServiceProperties() is { } set ? XElement.Parse(set) : Unset),
            (ResourceKind.Service, "properties", "PUT") => await Set(request.Body),
            (ResourceKind.Secondary, "stats", "GET") => TableReply.Xml(StatusCodes.Status200OK, Statistics()),
            _ => throw TableFault.NotImplemented(),
        };
    }

    /// <summary>Sets the properties; parts that are left out stay unchanged.</summary>
    private async Task<TableReply> Set(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray());
            var given = XElement.Load(stream);
            if (given.Name != Unset.Name || given.Elements().Any(part => Unset.Element(part.Name) is null))
                throw TableFault.InvalidXml();
            await store.SetServicePropertiesAsync(before =>
            {
                var merged = before is null ? new XElement(Unset) : XElement.Parse(before);
                foreach (var part in given.Elements())
                    merged.Element(part.Name)!.ReplaceWith(part);
                return merged.ToString(SaveOptions.DisableFormatting);
            });
            return new TableReply(StatusCodes.Status202Accepted);
        }
        catch (XmlException)
        {
            throw TableFault.InvalidXml();
        }
    }

    private XElement Statistics() => new(
        "StorageServiceStats",
        new XElement(
            "GeoReplication",
            new XElement("Status", "live"),
            new XElement("LastSyncTime", store.Now.ToString("R", CultureInfo.InvariantCulture))));
}
