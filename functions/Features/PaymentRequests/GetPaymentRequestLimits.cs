using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>What a payment request may ask for now: a form can say it while it is filled in.</summary>
public sealed class GetPaymentRequestLimits(IOptions<OrderTerms> terms)
{
    /// <param name="MinimumTotal">The least that a request asks for in all; its currency is that of all requests.</param>
    /// <param name="MaximumTotal">The most.</param>
    /// <param name="MaximumLines">How many lines.</param>
    /// <param name="MaximumDescriptionLength">Characters of a line's description.</param>
    /// <param name="MaximumQuantity">Of a line.</param>
    /// <param name="MinimumExpiryInMinutes">The shortest time to pay.</param>
    /// <param name="MaximumExpiryInMinutes">The longest, and what it is where none is given.</param>
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
