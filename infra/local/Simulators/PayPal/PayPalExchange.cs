namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A request to the API and its response.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">The path, with its query.</param>
/// <param name="RequestType">The content type of the request; empty when there is none.</param>
/// <param name="Request">The request's body.</param>
/// <param name="Status">The response's status.</param>
/// <param name="Answer">The response's body; empty when there is none.</param>
public sealed record PayPalExchange(string Method, string Path, string RequestType, string Request, int Status, string Answer);
