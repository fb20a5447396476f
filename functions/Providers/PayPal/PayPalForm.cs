using System.Text;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The form in which the disputes API takes requests that could include files: JSON in a part named
/// <c>input</c>.</summary>
internal static class PayPalForm
{
    // The same request must produce the same bytes, or its idempotency key would meet another body. Our JSON escapes line ends, so
    // the boundary, which begins a line, cannot occur in it.
    private const string Boundary = "chatpay-input";

    public static (string ContentType, byte[] Body) OfInput(byte[] json) =>
        (
            $"multipart/form-data; boundary={Boundary}",
            [
                .. Encoding.ASCII.GetBytes(
                    $"--{Boundary}\r\nContent-Disposition: form-data; name=\"input\"\r\nContent-Type: application/json\r\n\r\n"),
                .. json,
                .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
            ]);
}
