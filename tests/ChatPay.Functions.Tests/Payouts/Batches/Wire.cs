using System.Net;
using System.Text;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Carries all requests of an instance to its tables and the provider. It can fail, change requests, or stop for good after
/// a given request, as when the process dies: the request was executed, but the response is lost.</summary>
internal sealed class Wire : HttpMessageHandler, IHttpClientFactory
{
    private static readonly HttpMessageInvoker Sockets = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>The provider's address.</summary>
    public required Uri Provider { get; init; }

    /// <summary>Sends the requests to the tables.</summary>
    public required HttpMessageInvoker Tables { get; init; }

    /// <summary>The number of the request after which it stops.</summary>
    public int DiesAfter { get; init; } = int.MaxValue;

    /// <summary>Handles each request; the function passed to it forwards the request.</summary>
    public Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Script { get; set; } = (_, pass) => pass();

    /// <summary>Completes when the instance dies.</summary>
    public Task Died => _died.Task;

    public int Requests => _requests;

    public HttpClient CreateClient(string name) =>
        new(this, disposeHandler: false) { BaseAddress = Provider, Timeout = Timeout.InfiniteTimeSpan };

    public static bool IsNewBatch(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/v1/payments/payouts";

    /// <summary>Whether a request is a transaction on a table that inserts a row with this key prefix.</summary>
    public static bool IsTransaction(HttpRequestMessage request, string table, string row) =>
        request.RequestUri!.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal)
        && request.Content!.ReadAsStringAsync().GetAwaiter().GetResult() is var body
        && body.Contains($"/{table}", StringComparison.Ordinal)
        && body.Contains($"\"RowKey\":\"{row}", StringComparison.Ordinal);

    /// <summary>Whether a request inserts a new batch.</summary>
    public static bool IsNewRowOfABatch(HttpRequestMessage request) => IsTransaction(request, "payoutbatches", "batch-");

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>Executes the request, but loses the response.</summary>
    public static async Task<HttpResponseMessage> LoseAsync(Func<Task<HttpResponseMessage>> pass)
    {
        (await pass()).Dispose();
        throw new HttpRequestException("The connection broke.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _requests);
        if (number > DiesAfter)
            await Never();
        var answer = await Script(
            request,
            () => (request.RequestUri!.Authority == Provider.Authority ? Sockets : Tables).SendAsync(request, cancellationToken));
        if (number == DiesAfter)
        {
            _died.TrySetResult();
            await Never();
        }

        return answer;
    }

    private static Task Never() => new TaskCompletionSource().Task;
}
