using ChatPay.Local.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Benchmarks.Http;

/// <summary>The upper bound of the machine: Kestrel, a body, and its insert into SQLite through the journal that the platform's
/// tables use, answered when it is on disk.</summary>
internal static class BareEndpoint
{
    /// <summary>Runs the endpoint in its own process.</summary>
    public static async Task<int> ServeAsync(Arguments arguments)
    {
        const string schema = "CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
        await using var journal = SqliteJournal.Open(Path.Combine(arguments.Text("data")!, "bare.db"), version: 1, schema);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            await journal.WriteAsync(connection => Insert(connection, body));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await app.StartAsync();
        return await ChildService.ServeAsync(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    private static void Insert(SqliteConnection connection, string body)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO rows (body) VALUES ($body)";
        command.Parameters.AddWithValue("$body", body);
        command.ExecuteNonQuery();
    }
}
