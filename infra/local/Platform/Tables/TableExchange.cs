using System.Globalization;
using ChatPay.Local.Tables.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatPay.Local.Tables;

/// <summary>Receives requests, executes them, and sends the responses.</summary>
internal sealed class TableExchange(TableStore store, SharedKey sharedKey, TableServiceOptions options)
{
    /// <summary>As <see cref="TableServiceOptions.RoundTrip"/>.</summary>
    public TimeSpan RoundTrip { get; set; } = options.RoundTrip;

    /// <summary>Answers a signed request over HTTP.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var reply = await AnswerAsync(new(request.Method, path, request.Query, request.Host.ToString()), request.Headers, async () =>
        {
            sharedKey.Verify(request, path);
            return await RequestBody.ReadAsync(request);
        });
        await Send(context.Response, reply);
    }

    /// <summary>Answers a request from within this process, without a signature.</summary>
    /// <param name="target">The request line.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body; empty when there is none.</param>
    public Task<TableReply> AnswerAsync(RequestTarget target, IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        AnswerAsync(target, headers, () => Task.FromResult(RequestBody.Whole(body)));

    private async Task<TableReply> AnswerAsync(RequestTarget target, IHeaderDictionary headers, Func<Task<ReadOnlyMemory<byte>>> readBody)
    {
        if (RoundTrip > TimeSpan.Zero)
            await Task.Delay(RoundTrip, options.Clock);
        var requestId = RequestId.Next();
        var faults = new FaultBody(requestId, store.Now);
        TableReply reply;
        try
        {
            reply = await CarryOut(target, headers, await readBody(), faults);
        }
        catch (TableFault fault)
        {
            reply = faults.Reply(fault, headers.Accept.ToString());
        }

        reply.With("x-ms-request-id", requestId)
            .With("x-ms-version", headers["x-ms-version"].ToString() is { Length: > 0 } version ? version : "2019-02-02")
            .With("Date", store.Now.ToString("R", CultureInfo.InvariantCulture));
        if (headers["x-ms-client-request-id"].ToString() is { Length: > 0 } theirs)
            reply.With("x-ms-client-request-id", theirs);
        return reply;
    }

    private async Task<TableReply> CarryOut(RequestTarget target, IHeaderDictionary headers, ReadOnlyMemory<byte> body, FaultBody faults)
    {
        var service = $"http://{target.Host}/{EmulatorAccount.Name}";
        var request = new TableRequest(
            TableRequest.Verb(target.Method, headers), ResourceAddress.Parse(target.Path), target.Query, headers, body);
        if (target.Query.ContainsKey("comp"))
            return await new ServiceOperations(store).RunAsync(request);

        return (request.Address.Kind, request.Method) switch
        {
            (ResourceKind.Batch, "POST") => await new BatchOperations(store, service, faults).RunAsync(request),
            (ResourceKind.TableList or ResourceKind.Table, _) => await new TableOperations(store, service).RunAsync(request),
            (ResourceKind.EntitySet, "GET") => new EntityOperations(store, service).Query(request, options.ScanLimit),
            (ResourceKind.Entity, "GET") => new EntityOperations(store, service).Get(request)
                ?? faults.Reply(TableFault.ResourceNotFound(), headers.Accept.ToString()),
            (ResourceKind.EntitySet or ResourceKind.Entity, _) => await new EntityOperations(store, service).ChangeAsync(request),
            (ResourceKind.Service, "GET") => throw TableFault.NotImplemented(),
            _ => throw TableFault.MethodNotAllowed(),
        };
    }

    private static async Task Send(HttpResponse response, TableReply reply)
    {
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        if (reply.ContentType is not null)
            response.ContentType = reply.ContentType;
        if (reply.Status != StatusCodes.Status204NoContent)
            response.ContentLength = reply.Body.Length;
        if (!reply.Body.IsEmpty)
            await response.Body.WriteAsync(reply.Body);
    }
}
