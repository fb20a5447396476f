namespace ChatPay.Local.Simulators.PayPal;

/// <summary>A request to the API and what it was answered.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its query.</param>
/// <param name="RequestType">The content type of the request; empty without one.</param>
/// <param name="Request">The request's body.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Answer">The answer's body; empty without one.</param>
public sealed record PayPalExchange(string Method, string Path, string RequestType, string Request, int Status, string Answer);
