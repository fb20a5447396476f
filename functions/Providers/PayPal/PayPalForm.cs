using System.Text;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The form in which the disputes API takes what could come with files: JSON in a part named <c>input</c>.</summary>
internal static class PayPalForm
{
    // Same bytes for the same request, or an idempotency key would meet another body. Our JSON escapes line ends, so that the
    // boundary, which begins a line, cannot occur in it.
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
