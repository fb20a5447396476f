using Azure.Data.Tables;
using ChatPay.Local.Demo;
using ChatPay.Local.Durable.History;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Developer;

/// <summary>
/// The API of the developer's page: <c>GET /look</c> lists all addresses; <c>/look/orders</c> and <c>/look/orders/{id}</c> the
/// orchestrations and their histories; <c>/look/mails</c>; <c>/look/tables</c> and <c>/look/tables/{name}</c>; <c>/look/secrets</c>,
/// names only; <c>/look/payments</c> what PayPal knows; <c>/look/log?of=…</c> the lines of the log that contain a text. <c>POST
/// /faults {"cutOff":true}</c> cuts the app off from tables, vault, PayPal and Instagram; <c>POST /stage</c> signs a seller up and
/// has a buyer ask a question.
/// </summary>
public sealed class DeveloperApi(LocalPlatform platform)
{
    private const int Most = 200;

    /// <summary>Answers a request to this API.</summary>
    /// <returns>False when the path is not one of this API.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/').Split('/');
        if (HttpMethods.IsPost(http.Request.Method) && path is ["stage"])
        {
            await SetStageAsync();
            await http.Response.WriteAsJsonAsync(Overview(), http.RequestAborted);
            return true;
        }

        if (HttpMethods.IsPost(http.Request.Method) && path is ["faults"])
        {
            platform.IsCutOff = (await http.Request.ReadFromJsonAsync<Fault>(http.RequestAborted))?.CutOff ?? false;
            await http.Response.WriteAsJsonAsync(Overview(), http.RequestAborted);
            return true;
        }

        if (!HttpMethods.IsGet(http.Request.Method))
            return false;
        if (path is not ["look", .. var what])
            return await DeveloperFiles.TryAnswerAsync(http);
        if (platform.Host is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return true;
        }

        object? answer = what switch
        {
            [] => Overview(),
            ["orders"] => await OrdersAsync(http.RequestAborted),
            ["orders", var id] => platform.Durable.History(id).ConvertAll(HistoryLine.Of),
            ["mails"] => platform.Mail.Mails.Reverse().Take(Most),
            ["tables"] => await TablesAsync(http.RequestAborted),
            ["tables", var name] => await RowsAsync(name, http.RequestAborted),
            ["secrets"] => await SecretsAsync(http.RequestAborted),
            ["payments"] => Payments(),
            ["log"] => Log($"{http.Request.Query["of"]}"),
            _ => null,
        };
        if (answer is null)
            return false;
        await http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
        return true;
    }

    // Uses the people of the demo; steps that an earlier call has done are skipped.
    private async Task SetStageAsync()
    {
        using var sale = new Sale(platform);
        if (await sale.Seller.GetAsync("sellers/me") is not { Status: 200 } me || me["status"] != "active")
            await sale.SignUpAsync();
        else
            sale.SellerId = me["id"]!;
        await sale.TalkAsync();
    }

    private sealed record Fault(bool CutOff);

    private object Overview() => new
    {
        now = platform.Clock.GetUtcNow(),
        nextDue = platform.Clock.NextDue,
        app = platform.Address,
        issuer = platform.Identity.Authority,
        payPal = platform.PayPal.Address,
        instagram = platform.Instagram.Address,
        cutOff = platform.IsCutOff,
        queues = platform.Bus.Queues,
    };

    private async Task<object> OrdersAsync(CancellationToken cancellationToken)
    {
        var found = new List<object>();
        await foreach (var instance in platform.Durable.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: Most)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Add(new
            {
                id = instance.InstanceId,
                name = instance.Name,
                status = instance.RuntimeStatus.ToString(),
                createdAt = instance.CreatedAt,
                updatedAt = instance.LastUpdatedAt,
            });
            if (found.Count == Most)
                break;
        }

        return found;
    }

    private TableServiceClient Client => new(platform.Tables.ConnectionString);

    private async Task<object> TablesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var table in Client.QueryAsync(cancellationToken: cancellationToken))
            names.Add(table.Name);
        return names;
    }

    private async Task<object> RowsAsync(string table, CancellationToken cancellationToken)
    {
        var rows = new List<IDictionary<string, object>>();
        var query = Client.GetTableClient(table).QueryAsync<TableEntity>(maxPerPage: Most, cancellationToken: cancellationToken);
        await foreach (var page in query.AsPages())
        {
            rows.AddRange(page.Values.Select(row => row.Where(cell => cell.Key is not ("odata.etag" or "Timestamp")).ToDictionary()));
            break;
        }

        return rows;
    }

    private async Task<object> SecretsAsync(CancellationToken cancellationToken)
    {
        var secrets = new List<object>();
        await foreach (var secret in platform.Vault.CreateClient().GetPropertiesOfSecretsAsync(cancellationToken))
            secrets.Add(new { name = secret.Name, createdOn = secret.CreatedOn, expiresOn = secret.ExpiresOn });
        return secrets;
    }

    private object Payments() => new
    {
        balance = platform.PayPal.Balance,
        captures = platform.PayPal.Captures.TakeLast(Most).Reverse(),
        refunds = platform.PayPal.Refunds.TakeLast(Most).Reverse(),
        payouts = platform.PayPal.Payouts.TakeLast(Most).Reverse(),
        webhooks = platform.PayPal.Webhooks.TakeLast(Most).Reverse(),
    };

    private List<string> Log(string of)
    {
        var file = Path.Combine(platform.Options.DataFolder, "chatpay.log");
        if (!File.Exists(file))
            return [];
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var lines = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            if (of.Length > 0 && !line.Contains(of, StringComparison.Ordinal))
                continue;
            lines.Enqueue(line);
            if (lines.Count > Most)
                lines.Dequeue();
        }

        return [.. lines];
    }
}

/// <summary>An entry of an orchestration's history, as the page shows it.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="At">The time, UTC; null where history keeps none.</param>
/// <param name="Name">The orchestrator, activity or event.</param>
/// <param name="Data">The input, result or reason.</param>
/// <param name="Problem">The failure; null when there is none.</param>
internal sealed record HistoryLine(string Kind, DateTime? At, string? Name, string? Data, string? Problem)
{
    public static HistoryLine Of(HistoryEvent entry) => new(
        entry.Kind.ToString(),
        entry.At > 0 ? entry.Time : null,
        entry.Name,
        entry.Data is { Length: > 2_000 } data ? data[..2_000] + "…" : entry.Data,
        entry.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : null);
}
