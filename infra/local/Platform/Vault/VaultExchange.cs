using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Vault;

/// <summary>Handles HTTP requests: authenticates the caller, applies faults, and writes the response.</summary>
internal sealed class VaultExchange(
    VaultStore store, string token, Faults faults, RequestLimit limit, TimeProvider clock, CancellationToken stopping)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes("Bearer " + token);

    public async Task AnswerAsync(HttpContext context)
    {
        WriteHeaders(context);
        try
        {
            Admit(context);
            var operation = new VaultOperations(store, context.Request).Requested();
            await RunAsync(context, operation, faults.Take(operation.Name));
        }
        catch (VaultFault fault)
        {
            if (fault.Status == StatusCodes.Status401Unauthorized)
                Challenge(context.Response);
            if (fault.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Send(context.Response, fault.Status, json => Write(json, fault));
        }
    }

    private async Task RunAsync(HttpContext context, VaultOperation operation, Fault? fault)
    {
        if (fault is Fault.TimeOutBefore)
        {
            await Faults.HoldAsync(context, clock, stopping);
            return;
        }

        if (fault is { } planned && VaultFault.Of(planned) is { } refusal)
            throw refusal;
        var answer = await operation.Run();
        if (fault is Fault.TimeOutAfterSuccess)
            await Faults.HoldAsync(context, clock, stopping);
        else if (answer is null)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await Send(context.Response, StatusCodes.Status200OK, answer, cut: fault is Fault.MalformedBody);
    }

    private void Admit(HttpContext context)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, _token))
            throw VaultFault.Unauthorized();
        if (limit.Count() is { } wait)
            throw VaultFault.Throttled(wait);
        ApiVersion.Demand(context.Request.Query["api-version"].ToString());
    }

    /// <summary>Challenges the client, which first calls without a token and learns here which authority and resource to request one
    /// for.</summary>
    private static void Challenge(HttpResponse response) =>
        response.Headers.WWWAuthenticate =
            "Bearer authorization=\"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000\", "
                + "resource=\"https://vault.azure.net\"";

    private static void WriteHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["x-ms-request-id"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D");
        headers["x-ms-keyvault-region"] = "local";
        headers.CacheControl = "no-cache";
        if (context.Request.Headers["x-ms-client-request-id"] is { Count: > 0 } asked)
            headers["x-ms-client-request-id"] = asked;
    }

    private static void Write(Utf8JsonWriter json, VaultFault fault)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", fault.Code);
        json.WriteString("message", fault.Message);
        if (fault.Inner is { } inner)
        {
            json.WriteStartObject("innererror");
            json.WriteString("code", inner);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static async Task Send(HttpResponse response, int status, Action<Utf8JsonWriter> write, bool cut = false)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
            write(json);
        var length = (int)(cut ? body.Length / 2 : body.Length);
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, length));
    }
}
