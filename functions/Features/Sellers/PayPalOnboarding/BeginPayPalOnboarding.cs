using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>Sends the seller to PayPal, to open or name the account that is paid, and to consent to this platform reading its id
/// and state. PayPal has to have approved the platform as a partner; otherwise sellers name the account themselves.</summary>
public sealed class BeginPayPalOnboarding(SellerCommands commands, PayPalClient payPal, PayPalReferralState state)
{
    /// <param name="OnboardingUrl">PayPal's page.</param>
    public sealed record Answer(Uri OnboardingUrl);

    [Function(nameof(BeginPayPalOnboarding))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/me/paypal-onboarding")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, cancellationToken);
        // A repeat on the same day is the same referral.
        var seller = await command.CommitAsync(SellerTransitions.BeginReferral, cancellationToken);
        var referral = seller.Referral!;
        var trackingId = PayPalReferralProgress.TrackingId(seller.Id, referral.Number);
        var back = await state.BackAsync(seller.Id, referral, cancellationToken);
        try
        {
            return Answers.OkForNow(new Answer(await payPal.CreateReferralAsync(
                PayPalReferralRequest.Of(trackingId, back), trackingId + "-referral", cancellationToken)));
        }
        catch (PayPalRefusedException e)
        {
            throw Problems.Refused(
                "paypal-onboarding-refused",
                $"PayPal does not take sellers from this platform now{PayPalWords.InBrackets(e.Reason)}: name your account with PUT "
                    + "/api/v1/sellers/me/payout-receiver.").AfterChange();
        }
    }
}
