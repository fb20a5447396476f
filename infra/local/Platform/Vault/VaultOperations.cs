using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Vault;

/// <summary>Carries out one request on secrets; the result writes the answer's body, null is an answer without one.</summary>
internal sealed class VaultOperations(VaultStore store, HttpRequest request)
{
    private const int LargestValue = 25 * 1024;
    private const int LargestPage = 25;
    private readonly Uri _vault = new($"https://{request.Host}/");

    public async Task<Action<Utf8JsonWriter>?> RunAsync()
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            ("GET", ["secrets"]) => List("secrets", (after, count) => store.List(deleted: false, after, count), s => s.Name, withVersion: false),
            ("PUT", ["secrets", var name]) => await Set(Named(name)),
            ("GET", ["secrets", var name]) => Get(Named(name), null),
            ("DELETE", ["secrets", var name]) => Bundle(await store.DeleteAsync(Named(name))),
            ("PATCH", ["secrets", var name]) => Bundle(await store.UpdateAsync(Named(name), null, SecretJson.Read(await Body()).Attributes)),
            ("GET", ["secrets", var name, "versions"]) => Versions(Named(name)),
            ("GET", ["secrets", var name, var version]) => Get(Named(name), version),
            ("PATCH", ["secrets", var name, var version]) => Bundle(await store.UpdateAsync(Named(name), version, SecretJson.Read(await Body()).Attributes)),
            ("GET", ["deletedsecrets"]) => List("deletedsecrets", (after, count) => store.List(deleted: true, after, count), s => s.Name, withVersion: false),
            ("GET", ["deletedsecrets", var name]) => Bundle(store.GetDeleted(Named(name))),
            ("POST", ["deletedsecrets", var name, "recover"]) => Bundle(await store.RecoverAsync(Named(name))),
            ("DELETE", ["deletedsecrets", var name]) => await Purge(Named(name)),
            _ => throw VaultFault.NoSuchOperation(),
        };
    }

    private async Task<Action<Utf8JsonWriter>> Set(string name)
    {
        var (value, attributes) = SecretJson.Read(await Body());
        if (value is null)
            throw VaultFault.BadParameter("The property \"value\" is required.");
        if (Encoding.UTF8.GetByteCount(value) > LargestValue)
            throw VaultFault.BadParameter("The value of a secret may have 25600 bytes at most.");
        return Bundle(await store.SetAsync(name, value, attributes), value);
    }

    private Action<Utf8JsonWriter> Get(string name, string? version)
    {
        var secret = store.Get(name, version);
        return secret.Attributes.Enabled == false ? throw VaultFault.Disabled() : Bundle(secret, store.ValueOf(secret));
    }

    private async Task<Action<Utf8JsonWriter>?> Purge(string name)
    {
        await store.PurgeAsync(name);
        return null;
    }

    private Action<Utf8JsonWriter> Versions(string name)
    {
        store.Get(name, null);
        return List($"secrets/{name}/versions", (after, count) => store.ListVersions(name, after, count), s => s.Version, withVersion: true);
    }

    private Action<Utf8JsonWriter> List(
        string path, Func<string, int, List<SecretVersion>> read, Func<SecretVersion, string> place, bool withVersion)
    {
        var size = request.Query["maxresults"].ToString() is not { Length: > 0 } asked ? LargestPage
            : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is > 0 and <= LargestPage ? given
            : throw VaultFault.BadParameter("maxresults must lie between 1 and 25.");
        var found = read(After(), size + 1);
        var next = found.Count > size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place(found[size - 1]))) : null;
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var secret in found.Take(size))
                SecretJson.Write(json, _vault, secret, value: null, withVersion);
            json.WriteEndArray();
            if (next is null)
                json.WriteNull("nextLink");
            else
                json.WriteString("nextLink", new Uri(_vault, $"{path}?api-version={request.Query["api-version"]}&$skiptoken={next}&maxresults={size}").ToString());
            json.WriteEndObject();
        };
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
        json => SecretJson.Write(json, _vault, secret, value, withVersion: true);

    private async Task<ReadOnlyMemory<byte>> Body()
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static string Named(string name) =>
        name.Length <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? name
            : throw VaultFault.BadParameter($"The request URI contains an invalid name: {name}");
}
