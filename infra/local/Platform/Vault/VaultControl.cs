using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Vault;

/// <summary>Handles <c>/simulator/…</c>, next to the vault's own paths and without its token: POST <c>faults</c>
/// <c>{"operation":"set","fault":"TooManyRequests","times":2}</c>, <c>settling</c> <c>{"time":"00:00:10"}</c>.</summary>
internal sealed class VaultControl(Faults faults, VaultStore store)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        RespectRequiredConstructorParameters = true,
    };

    /// <returns>Whether the request was handled.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/simulator", StringComparison.Ordinal, out var action))
            return false;
        try
        {
            switch (context.Request.Method, action.Value)
            {
                case ("POST", "/faults"):
                    faults.Next(await ReadAsync<PlannedFault>(context));
                    break;
                case ("POST", "/settling"):
                    store.Settling = (await ReadAsync<PlannedSettling>(context)).Span;
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    break;
            }
        }
        catch (JsonException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error = e.Message });
        }

        return true;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted)
        ?? throw new JsonException("The body is null.");

    private sealed record PlannedSettling(string Time)
    {
        public TimeSpan Span => TimeSpan.TryParse(Time, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            ? span
            : throw new JsonException("\"time\" must be a time span such as 00:00:10.");
    }
}
