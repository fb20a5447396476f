using ChatPay.Functions.Orders;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>"The order is payment failed." is no sentence.</summary>
public sealed class OrderSentencesTests
{
    public static TheoryData<string, string> Stages => new()
    {
        { "requested", "The order has not been paid yet." },
        { "paid", "You have paid. The seller has been asked to ship it." },
        { "shipped", "You have paid, and the order has been shipped." },
        { "paid out", "You have paid, and the order has been shipped." },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void ToBuyer_AtEachStage_IsASentenceAndSaysNothingOfPayouts(string stage, string says) => Assert.Equal(says, OrderSentences.ToBuyer(At(stage)));

    [Fact]
    public void ToSeller_PaidOut_SaysSo() => Assert.Equal("You have been paid for this order.", OrderSentences.ToSeller(At("paid out")));

    [Theory]
    [InlineData(RequestState.Cancelled, "The request was cancelled by the seller.")]
    [InlineData(RequestState.Declined, "You declined this payment request.")]
    [InlineData(RequestState.Expired, "The request has expired.")]
    public void ToBuyer_ARequestThatHasEnded_SaysHow(RequestState state, string says) =>
        Assert.Equal(says, OrderSentences.ToBuyer(At("requested") with { Request = state }));

    [Theory]
    [InlineData(FulfilmentKind.Pickup, "hand it over", "handed over")]
    [InlineData(FulfilmentKind.Service, "provide it", "provided")]
    public void OfWhatIsNotSent_DoesNotSpeakOfShipping(FulfilmentKind kind, string toDo, string done)
    {
        Assert.Contains(toDo, OrderSentences.ToSeller(At("paid") with { Kind = kind }), StringComparison.Ordinal);
        Assert.Contains(done, OrderSentences.ToBuyer(At("shipped") with { Kind = kind }), StringComparison.Ordinal);
    }

    private static Order At(string stage) => stage switch
    {
        "requested" => Sale.Requested().Order,
        "paid" => Sale.Paid().Order,
        "shipped" => Sale.Shipped().Order,
        _ => Sale.PaidOut().Order,
    };
}
