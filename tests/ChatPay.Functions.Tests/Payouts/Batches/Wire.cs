using System.Net;
using System.Text;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>All that an instance sends to its tables and to the provider. It can fail, change what passes, or stop for good after a
/// given request, as when the process dies: what was asked was done, and nobody hears of it.</summary>
internal sealed class Wire : HttpMessageHandler, IHttpClientFactory
{
    private static readonly HttpMessageInvoker Sockets = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>The provider's address.</summary>
    public required Uri Provider { get; init; }

    /// <summary>Takes the calls to the tables.</summary>
    public required HttpMessageInvoker Tables { get; init; }

    /// <summary>The request after which nothing is heard any more.</summary>
    public int DiesAfter { get; init; } = int.MaxValue;

    /// <summary>What becomes of a request; the function passes it on.</summary>
    public Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Script { get; set; } = (_, pass) => pass();

    /// <summary>Completes with the instance's death.</summary>
    public Task Died => _died.Task;

    public int Requests => _requests;

    public HttpClient CreateClient(string name) =>
        new(this, disposeHandler: false) { BaseAddress = Provider, Timeout = Timeout.InfiniteTimeSpan };

    public static bool IsNewBatch(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/v1/payments/payouts";

    /// <summary>Whether it is a transaction of this table, which makes a row whose key begins so.</summary>
    public static bool IsTransaction(HttpRequestMessage request, string table, string row) =>
        request.RequestUri!.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal)
        && request.Content!.ReadAsStringAsync().GetAwaiter().GetResult() is var body
        && body.Contains($"/{table}", StringComparison.Ordinal)
        && body.Contains($"\"RowKey\":\"{row}", StringComparison.Ordinal);

    /// <summary>Whether it writes a new batch into the tables.</summary>
    public static bool IsNewRowOfABatch(HttpRequestMessage request) => IsTransaction(request, "payoutbatches", "batch-");

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>It arrives, and the answer does not.</summary>
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
