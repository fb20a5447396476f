using ChatPay.Local.Tables.Entities;
using ChatPay.Local.Tables.Protocol;
using ChatPay.Local.Tables.Queries;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables;

/// <summary>Runs operations on single entities.</summary>
internal sealed class EntityOperations(TableStore store, string service)
{
    /// <returns>Null when there is no such entity, which is a normal case.</returns>
    public TableReply? Get(TableRequest request)
    {
        var (_, table, partitionKey, rowKey) = request.Address;
        if (store.Find(table, partitionKey, rowKey) is not { } entity)
            return null;
        var json = new EntityJson(service, table, request.Metadata, EntityQuery.Selected(request.Query["$select"].ToString()));
        return TableReply.Json(StatusCodes.Status200OK, json.One(entity), request.Metadata).With("ETag", EntityTag.Of(entity.Stamp));
    }

    public TableReply Query(TableRequest request, int scanLimit)
    {
        var query = EntityQuery.Of(request);
        var page = store.Query(query, scanLimit);
        var json = new EntityJson(service, query.Table, request.Metadata, query.Select);
        var reply = TableReply.Json(StatusCodes.Status200OK, json.Page(page.Entities), request.Metadata);
        return page.Next is { } next
            ? reply.With("x-ms-continuation-NextPartitionKey", Continuation.Encode(next.PartitionKey))
                .With("x-ms-continuation-NextRowKey", Continuation.Encode(next.RowKey))
            : reply;
    }

    public async Task<TableReply> ChangeAsync(TableRequest request)
    {
        var change = EntityChange.Of(request);
        return Reply(request, change, await store.ApplyAsync(change));
    }

    /// <summary>Builds the response to a successful change.</summary>
    public TableReply Reply(TableRequest request, EntityChange change, long stamp)
    {
        if (change.Kind == ChangeKind.Delete)
            return TableReply.NoContent();
        var tag = EntityTag.Of(stamp);
        if (change.Kind != ChangeKind.Insert)
            return TableReply.NoContent().With("ETag", tag);

        var link = $"{service}/{EntityJson.Link(change.Table, change.PartitionKey, change.RowKey)}";
        if (request.WantsNoContent)
        {
            return TableReply.NoContent().With("ETag", tag).With("Location", link).With("DataServiceId", link)
                .With("Preference-Applied", "return-no-content");
        }

        var stored = new StoredEntity(change.PartitionKey, change.RowKey, stamp, EntityBody.Write(change.Body!.Properties));
        var json = new EntityJson(service, change.Table, request.Metadata, select: null);
        var reply = TableReply
            .Json(StatusCodes.Status201Created, json.One(stored), request.Metadata)
            .With("ETag", tag)
            .With("Location", link);
        return request.Headers["Prefer"].Count > 0 ? reply.With("Preference-Applied", "return-content") : reply;
    }
}
