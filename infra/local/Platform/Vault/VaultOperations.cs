using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Vault;

/// <summary>The operation that a request names.</summary>
/// <param name="Name">The name used in faults.</param>
/// <param name="Run">Executes it; the result writes the response body, null for none.</param>
internal sealed record VaultOperation(string Name, Func<Task<Action<Utf8JsonWriter>?>> Run);

/// <summary>The operations on secrets, and their routing.</summary>
internal sealed class VaultOperations(VaultStore store, HttpRequest request)
{
    private const int LargestPage = 25;
    private readonly Uri _vault = new($"https://{request.Host}/");

    private SecretJson Json => new(_vault, store.RecoverableDays);

    /// <exception cref="VaultFault">The request names no operation.</exception>
    public VaultOperation Requested()
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            ("GET", ["secrets"]) => Operation("list", () => List("secrets", (after, count) => store.List(deleted: false, after, count))),
            ("POST", ["secrets", "restore"]) => Operation(
                "restore",
                async () => Bundle(await store.RestoreAsync(SecretJson.ReadBackup(await Body())))),
            ("POST", ["secrets", var name, "backup"]) => Operation("backup", () => Backup(SecretRules.Name(name))),
            ("PUT", ["secrets", var name]) => Operation("set", () => Set(SecretRules.Name(name))),
            ("GET", ["secrets", var name]) => Operation("get", () => Get(SecretRules.Name(name), null)),
            ("DELETE", ["secrets", var name]) => Operation("delete", async () => Bundle(await store.DeleteAsync(SecretRules.Name(name)))),
            ("PATCH", ["secrets", var name]) => Operation("update", () => Update(SecretRules.Name(name), null)),
            ("GET", ["secrets", var name, "versions"]) => Operation("list-versions", () => Versions(SecretRules.Name(name))),
            ("GET", ["secrets", var name, var version]) => Operation("get", () => Get(SecretRules.Name(name), version)),
            ("PATCH", ["secrets", var name, var version]) => Operation("update", () => Update(SecretRules.Name(name), version)),
            ("GET", ["deletedsecrets"]) => Operation(
                "list-deleted",
                () => List("deletedsecrets", (after, count) => store.List(deleted: true, after, count))),
            ("GET", ["deletedsecrets", var name]) => Operation("get-deleted", () => Bundle(store.GetDeleted(SecretRules.Name(name)))),
            ("POST", ["deletedsecrets", var name, "recover"]) => Operation(
                "recover",
                async () => Bundle(await store.RecoverAsync(SecretRules.Name(name)))),
            ("DELETE", ["deletedsecrets", var name]) => new VaultOperation("purge", () => Purge(SecretRules.Name(name))),
            _ => throw VaultFault.NoSuchOperation(),
        };
    }

    private static VaultOperation Operation(string name, Func<Action<Utf8JsonWriter>> run) =>
        new(name, () => Task.FromResult<Action<Utf8JsonWriter>?>(run()));

    private static VaultOperation Operation(string name, Func<Task<Action<Utf8JsonWriter>>> run) => new(name, async () => await run());

    private async Task<Action<Utf8JsonWriter>> Set(string name)
    {
        var (value, attributes) = SecretJson.Read(await Body());
        var set = await store.SetAsync(name, SecretRules.Value(value), SecretRules.Attributes(attributes));
        return Bundle(set, value);
    }

    private Action<Utf8JsonWriter> Get(string name, string? version)
    {
        var secret = store.Get(name, version);
        return secret.Attributes.Enabled == false ? throw VaultFault.Disabled() : Bundle(secret, store.ValueOf(secret));
    }

    private async Task<Action<Utf8JsonWriter>> Update(string name, string? version) =>
        Bundle(await store.UpdateAsync(name, version, SecretRules.Attributes(SecretJson.Read(await Body()).Attributes)));

    private async Task<Action<Utf8JsonWriter>?> Purge(string name)
    {
        await store.PurgeAsync(name);
        return null;
    }

    private Action<Utf8JsonWriter> Backup(string name)
    {
        var backup = store.Backup(name);
        return json => SecretJson.WriteBackup(json, backup);
    }

    private Action<Utf8JsonWriter> Versions(string name) =>
        Page($"secrets/{name}/versions", (after, count) => store.ListVersions(name, after, count), s => s.Version, withVersion: true);

    private Action<Utf8JsonWriter> List(string path, Func<string, int, List<SecretVersion>> read) =>
        Page(path, read, s => s.Name, withVersion: false);

    private Action<Utf8JsonWriter> Page(
        string path, Func<string, int, List<SecretVersion>> read, Func<SecretVersion, string> place, bool withVersion)
    {
        var size = PageSize();
        var found = read(After(), size + 1);
        var next = found.Count > size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place(found[size - 1]))) : null;
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var secret in found.Take(size))
                Json.Write(json, secret, value: null, withVersion);
            json.WriteEndArray();
            if (next is null)
                json.WriteNull("nextLink");
            else
                json.WriteString(
                    "nextLink",
                    new Uri(_vault, $"{path}?api-version={request.Query["api-version"]}&$skiptoken={next}&maxresults={size}").ToString());
            json.WriteEndObject();
        };
    }

    private int PageSize()
    {
        if (request.Query["maxresults"].ToString() is not { Length: > 0 } asked)
            return LargestPage;
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestPage
            ? size
            : throw VaultFault.BadParameter("maxresults must lie between 1 and 25.");
    }

    private string After()
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(request.Query["$skiptoken"].ToString()));
        }
        catch (FormatException)
        {
            throw VaultFault.BadParameter("The skiptoken is not one that this vault gave.");
        }
    }

    private Action<Utf8JsonWriter> Bundle(SecretVersion secret, string? value = null) =>
        json => Json.Write(json, secret, value, withVersion: true);

    private async Task<ReadOnlyMemory<byte>> Body()
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }
}
