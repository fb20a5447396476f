using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Stores a record as JSON in a table row. A string property holds at most 32 Ki characters, so longer text is split into
/// several (<c>Doc</c>, <c>Doc1</c>, …); a row holds 1 MiB in total.</summary>
internal static class Documents
{
    private const int PieceLength = 30_000;
    private const int MaxPieces = 15;

    public static TableEntity ToRow<T>(string partition, string row, T document)
    {
        var json = PlainJson.Of(JsonSerializer.Serialize(document, ChatPayJson.Stored));
        var entity = new TableEntity(partition, row);
        for (var (i, begin) = (0, 0); begin < json.Length; i++)
        {
            if (i == MaxPieces)
                throw new InvalidOperationException($"A document of {json.Length} characters does not fit into a row: {partition}/{row}.");
            var length = Math.Min(PieceLength, json.Length - begin);
            // A lone surrogate at the end of a property would not survive the way to the table.
            if (char.IsHighSurrogate(json[begin + length - 1]))
                length--;
            entity[Piece(i)] = json.Substring(begin, length);
            begin += length;
        }

        return entity;
    }

    /// <summary>The document of a row.</summary>
    /// <exception cref="UnreadableRowException">It is not one that this version can read.</exception>
    public static T FromRow<T>(TableEntity entity)
    {
        var json = string.Concat(Enumerable.Range(0, MaxPieces)
            .Select(i => entity.TryGetValue(Piece(i), out var piece) ? piece as string : null)
            .TakeWhile(piece => piece is not null));
        try
        {
            return JsonSerializer.Deserialize<T>(json, ChatPayJson.Stored) ?? throw new JsonException("It holds no document.");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or NotSupportedException)
        {
            throw new UnreadableRowException(entity, e);
        }
    }

    private static string Piece(int i) => i == 0 ? "Doc" : $"Doc{i}";
}
