using System.Text.Json;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>The texts of mails about a seller's account.</summary>
public sealed class SellerMailsTests
{
    private static readonly DateTimeOffset Until = new(2026, 3, 11, 8, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "Your payouts go to another PayPal account", "nothing is paid before 11 March 2026 08:30 UTC.")]
    [InlineData("it", "I tuoi accrediti vanno su un altro conto PayPal", "non viene accreditato nulla fino all’11 marzo 2026 alle 08:30 UTC.")]
    [InlineData("es", "Tus abonos van a otra cuenta de PayPal", "no se abona nada hasta el 11 de marzo de 2026 a las 08:30 UTC.")]
    public void For_AnotherPayPalAccount_SaysWhichAndUntilWhenNothingIsPaid(string language, string subject, string says)
    {
        var mail = SellerMails.For(
            new SellerMail("sel-1", SellerMailKind.ReceiverChanged) { Account = "LCALMERCHANT3", Date = Until }, language);

        Assert.Equal(subject, mail.Subject);
        Assert.Contains("LCALMERCHANT3", mail.Text, StringComparison.Ordinal);
        Assert.Contains(says, mail.Text, StringComparison.Ordinal);
    }

    // It was enqueued before an upgrade.
    [Fact]
    public void For_AMessageOfAnEarlierVersion_IsSentAsItIs()
    {
        const string Queued = """{"seller":{"sellerId":"sel-1","subject":"Hand in your identity data again","text":"Its time is over.\n"}}""";

        var mail = SellerMails.For(JsonSerializer.Deserialize<OutboundMail>(Queued, ChatPayJson.Api)!.Seller!, "it");

        Assert.Equal(("Hand in your identity data again", "Its time is over.\n"), mail);
    }
}
