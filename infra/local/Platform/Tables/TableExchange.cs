using ChatPay.Local.Tables.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatPay.Local.Tables;

/// <summary>Takes a request from the wire, has it carried out, and writes the answer.</summary>
internal sealed class TableExchange(TableStore store, SharedKey sharedKey, TableServiceOptions options)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (options.RoundTrip > TimeSpan.Zero)
            await Task.Delay(options.RoundTrip, options.Clock);
        var requestId = RequestId.Next();
        var faults = new FaultBody(requestId, store.Now);
        TableReply reply;
        try
        {
            reply = await CarryOut(context, faults);
        }
        catch (TableFault fault)
        {
            reply = faults.Reply(fault, context.Request.Headers.Accept.ToString());
        }

        await Send(context, reply, requestId);
    }

    private async Task<TableReply> CarryOut(HttpContext context, FaultBody faults)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        sharedKey.Verify(context.Request, path);

        var service = $"http://{context.Request.Host}/{EmulatorAccount.Name}";
        var body = await RequestBody.ReadAsync(context.Request);
        var request = new TableRequest(
            TableRequest.Verb(context.Request.Method, context.Request.Headers),
            ResourceAddress.Parse(path),
            context.Request.Query,
            context.Request.Headers,
            body);
        if (context.Request.Query.ContainsKey("comp"))
            return await new ServiceOperations(store).RunAsync(request);

        return (request.Address.Kind, request.Method) switch
        {
            (ResourceKind.Batch, "POST") => await new BatchOperations(store, service, faults).RunAsync(request),
            (ResourceKind.TableList or ResourceKind.Table, _) => await new TableOperations(store, service).RunAsync(request),
            (ResourceKind.EntitySet, "GET") => new EntityOperations(store, service).Query(request, options.ScanLimit),
            (ResourceKind.Entity, "GET") => new EntityOperations(store, service).Get(request),
            (ResourceKind.EntitySet or ResourceKind.Entity, _) => await new EntityOperations(store, service).ChangeAsync(request),
            (ResourceKind.Service, "GET") => throw TableFault.NotImplemented(),
            _ => throw TableFault.MethodNotAllowed(),
        };
    }

    private async Task Send(HttpContext context, TableReply reply, string requestId)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        response.Headers["x-ms-request-id"] = requestId;
        response.Headers["x-ms-version"] = context.Request.Headers["x-ms-version"].ToString() is { Length: > 0 } version
            ? version
            : "2019-02-02";
        if (context.Request.Headers["x-ms-client-request-id"].ToString() is { Length: > 0 } theirs)
            response.Headers["x-ms-client-request-id"] = theirs;
        response.Headers.Date = store.Now.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        if (reply.ContentType is not null)
            response.ContentType = reply.ContentType;
        if (reply.Status != StatusCodes.Status204NoContent)
            response.ContentLength = reply.Body.Length;
        if (!reply.Body.IsEmpty)
            await response.Body.WriteAsync(reply.Body);
    }
}
