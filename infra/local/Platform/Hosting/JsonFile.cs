using System.Text.Json;

namespace ChatPay.Local.Hosting;

/// <summary>Reads a JSON file written by a person: comments and trailing commas are allowed, any error is reported in one
/// sentence.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static JsonDocument Read(string file)
    {
        if (!File.Exists(file))
            throw new PlatformException($"There is no file {file}.");
        try
        {
            var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new PlatformException($"{file} must hold a JSON object.");
        }
        catch (JsonException e)
        {
            throw new PlatformException(
                $"{file} is not valid JSON: look at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"{file} cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
