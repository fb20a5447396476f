using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>The current limits of a payment request, so that a form can show them while it is filled in.</summary>
public sealed class GetPaymentRequestLimits(IOptions<OrderTerms> terms)
{
    /// <param name="MinimumTotal">The smallest total; its currency is that of all requests.</param>
    /// <param name="MaximumTotal">The largest total.</param>
    /// <param name="MaximumLines">The largest number of lines.</param>
    /// <param name="MaximumDescriptionLength">The most characters in a line's description.</param>
    /// <param name="MaximumQuantity">The largest quantity of a line.</param>
    /// <param name="MinimumExpiryInMinutes">The shortest time to pay.</param>
    /// <param name="MaximumExpiryInMinutes">The longest time to pay, and the default.</param>
    public sealed record Limits(
        Money MinimumTotal,
        Money MaximumTotal,
        int MaximumLines,
        int MaximumDescriptionLength,
        int MaximumQuantity,
        int MinimumExpiryInMinutes,
        int MaximumExpiryInMinutes);

    [Function(nameof(GetPaymentRequestLimits))]
    [Requires(Role.Seller)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/payment-request-limits")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Limits(
            new Money(terms.Value.MinimumTotal, terms.Value.Currency),
            new Money(terms.Value.MaximumTotal, terms.Value.Currency),
            PaymentRequest.MaxLines,
            PaymentRequest.MaxDescriptionLength,
            PaymentRequest.LargestQuantity,
            PaymentRequest.ShortestExpiryInMinutes,
            (int)terms.Value.RequestExpiresAfter.TotalMinutes));
}
