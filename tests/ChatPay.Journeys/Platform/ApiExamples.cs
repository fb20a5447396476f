using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Startup;

namespace ChatPay.Journeys.Platform;

/// <summary>Examples for the API's description, from the journeys' requests and responses, without secrets and values that differ
/// from run to run. Recorded with <c>CHATPAY_EXAMPLES=1</c> in the environment: for each body the most informative one of moderate
/// length.</summary>
internal static partial class ApiExamples
{
    public const string Request = "request";

    private const int Long = 2_500;

    private static readonly bool Records = Environment.GetEnvironmentVariable("CHATPAY_EXAMPLES") == "1";
    private static readonly ConcurrentDictionary<(string Operation, string What), string> Seen = [];

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Records a successful call.</summary>
    /// <param name="operation">The operation id.</param>
    /// <param name="status">The response status.</param>
    /// <param name="answered">The response body.</param>
    /// <param name="sent">The request body; null for none.</param>
    public static void Saw(string operation, string status, string answered, string? sent)
    {
        if (!Records)
            return;
        Keep(operation, status, answered);
        if (sent is { Length: > 0 })
            Keep(operation, Request, sent);
    }

    /// <summary>Writes the examples into the repository; keeps those that this run has not seen.</summary>
    public static void Write()
    {
        if (!Records || Seen.IsEmpty)
            return;
        var file = Path.Combine(Programs.Repository, "infra", "openapi", "examples.json");
        var examples = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        foreach (var (of, body) in Seen)
        {
            examples[of.Operation] ??= new JsonObject();
            examples[of.Operation]![of.What] = JsonNode.Parse(body);
        }

        var sorted = new JsonObject(examples.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(
            e.Key, (JsonNode?)new JsonObject(e.Value!.AsObject().OrderBy(w => w.Key, StringComparer.Ordinal)
                .Select(w => KeyValuePair.Create(w.Key, w.Value?.DeepClone()))))));
        File.WriteAllText(file, sorted.ToJsonString(Readable) + "\n");
    }

    private static void Keep(string operation, string what, string body)
    {
        var told = Normalised(body);
        Seen.AddOrUpdate((operation, what), told, (_, kept) => Rank(told).CompareTo(Rank(kept)) > 0 ? told : kept);
    }

    // Prefers the longest body within the limit, or else the shortest above it.
    private static (int Fits, int Size, string Text) Rank(string body) =>
        body.Length <= Long ? (1, body.Length, body) : (0, -body.Length, body);

    private static string Normalised(string body)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = Address().Replace(body, match => match.Groups[1].Value == "/checkoutnow"
            ? "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T"
            : "https://pay.example.com" + LongPart().Replace(match.Groups[1].Value, "example"));
        text = Id().Replace(text, match => match.Groups[1].Value + "-" + Number(numbers, match.Value).PadLeft(26, '0'));
        text = PayPalId().Replace(text, match => "EXAMPLE" + Number(numbers, match.Value).PadLeft(10, '0'));
        text = Seconds().Replace(text, "$1:00");
        return Hex().Replace(text, "0123456789abcdef0123456789abcdef");
    }

    private static string Number(Dictionary<string, int> numbers, string of)
    {
        numbers.TryAdd(of, numbers.Count + 1);
        return numbers[of].ToString(CultureInfo.InvariantCulture);
    }

    // Addresses with this run's ports; the rest may contain a signature or a state.
    [GeneratedRegex("""http://127\.0\.0\.1:\d+(/[^"?\s\\]*)?(\?[^"\s]*)?""")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=/)(?!chatpay\.)[^/]{30,}")]
    private static partial Regex LongPart();

    [GeneratedRegex(@"\b([a-z]{3})-[0-9a-hj-km-np-tv-z]{26}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b(?=[A-Z0-9]*\d)[A-Z0-9]{16,20}\b")]
    private static partial Regex PayPalId();

    // The duration of a journey varies a little.
    [GeneratedRegex(@"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(\.\d+)?(?=[+Z])")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex Hex();
}
