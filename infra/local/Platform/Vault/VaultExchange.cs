using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Vault;

/// <summary>Takes a request from the wire, checks who asks, and writes the answer.</summary>
internal sealed class VaultExchange(VaultStore store, string token)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes("Bearer " + token);
    private int _throttled;

    public void Throttle(int requests) => Interlocked.Exchange(ref _throttled, requests);

    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers["x-ms-request-id"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D");
        response.Headers["x-ms-keyvault-region"] = "local";
        try
        {
            Admit(context);
            var answer = await new VaultOperations(store, context.Request).RunAsync();
            if (answer is null)
                response.StatusCode = StatusCodes.Status204NoContent;
            else
                await Send(response, StatusCodes.Status200OK, answer);
        }
        catch (VaultFault fault)
        {
            await Send(response, fault.Status, json => Write(json, fault));
        }
    }

    private void Admit(HttpContext context)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, _token))
        {
            // The client asks without a token first, and learns here whom to ask for one and for what.
            context.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000\", resource=\"https://vault.azure.net\"";
            throw VaultFault.Unauthorized();
        }

        if (Volatile.Read(ref _throttled) > 0 && Interlocked.Decrement(ref _throttled) >= 0)
            throw VaultFault.Throttled();
        if (!context.Request.Query.ContainsKey("api-version"))
            throw VaultFault.BadParameter("AKV10022: Invalid api-version: it must be specified.");
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

    private static async Task Send(HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
            write(json);
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
