using System.Text.Json;
using ChatPay.Local.Tables.Entities;
using ChatPay.Local.Tables.Protocol;
using ChatPay.Local.Tables.Queries;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables;

/// <summary>Runs operations on tables.</summary>
internal sealed class TableOperations(TableStore store, string service)
{
    public async Task<TableReply> RunAsync(TableRequest request) => (request.Address.Kind, request.Method) switch
    {
        (ResourceKind.TableList, "GET") => List(request),
        (ResourceKind.TableList, "POST") => await Create(request),
        (ResourceKind.Table, "DELETE") => await Delete(request),
        _ => throw TableFault.MethodNotAllowed(),
    };

    private async Task<TableReply> Create(TableRequest request)
    {
        var name = NameIn(request.Body);
        TableName.Check(name);
        await store.CreateTableAsync(name);
        var location = $"{service}/Tables('{name}')";
        if (request.WantsNoContent)
        {
            return TableReply.NoContent().With("Location", location).With("DataServiceId", location)
                .With("Preference-Applied", "return-no-content");
        }

        var body = EntityJson.Json(json =>
        {
            json.WriteStartObject();
            if (request.Metadata != MetadataLevel.None)
                json.WriteString("odata.metadata", $"{service}/$metadata#Tables/@Element");
            json.WriteString("TableName", name);
            json.WriteEndObject();
        });
        return TableReply.Json(StatusCodes.Status201Created, body, request.Metadata).With("Location", location);
    }

    private async Task<TableReply> Delete(TableRequest request)
    {
        await store.DeleteTableAsync(request.Address.Table);
        return TableReply.NoContent();
    }

    private TableReply List(TableRequest request)
    {
        var filter = request.Query["$filter"].ToString() is { Length: > 0 } text ? FilterParser.Parse(text) : null;
        var top = EntityQuery.PageSize(request.Query["$top"].ToString());
        var from = Continuation.Decode(request.Query["NextTableName"].ToString());
        var found = store.ListTables(from)
            .Where(name => filter is null || filter.Matches(p => p == "TableName" ? new EdmValue(EdmType.String, name) : null))
            .Take(top + 1)
            .ToList();
        var body = EntityJson.Json(json => Write(json, found.Take(top), request.Metadata));
        var reply = TableReply.Json(StatusCodes.Status200OK, body, request.Metadata);
        return found.Count > top ? reply.With("x-ms-continuation-NextTableName", Continuation.Encode(found[top])) : reply;
    }

    private void Write(Utf8JsonWriter json, IEnumerable<string> names, MetadataLevel level)
    {
        json.WriteStartObject();
        if (level != MetadataLevel.None)
            json.WriteString("odata.metadata", $"{service}/$metadata#Tables");
        json.WriteStartArray("value");
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("TableName", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("TableName").GetString() ?? throw TableFault.PropertiesNeedValue();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw TableFault.InvalidInput("An error occurred while processing this request.");
        }
    }
}
