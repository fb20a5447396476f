using Azure.Core.Amqp;
using ChatPay.Local.ServiceBus.Sql;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class SqlFilterTests
{
    private static readonly AmqpAnnotatedMessage Message = Sample();

    [Theory]
    [InlineData("amount = 150")]
    [InlineData("amount >= 150 AND amount < 150.5")]
    [InlineData("price = 1.10 OR missing = 1")]
    [InlineData("NOT amount <> 150")]
    [InlineData("Amount = 150")]
    [InlineData("[odd name] = 'x''y'")]
    [InlineData("\"odd name\" IN ('a', 'x''y')")]
    [InlineData("user.currency = 'EUR' and sys.Label = 'Paid'")]
    [InlineData("sys.MessageId LIKE 'm-%' AND sys.SessionId LIKE 's_1'")]
    [InlineData("currency NOT LIKE 'U%'")]
    [InlineData("percent LIKE '50!%%' ESCAPE '!'")]
    [InlineData("currency NOT IN ('USD', 'GBP')")]
    [InlineData("missing IS NULL AND amount IS NOT NULL")]
    [InlineData("EXISTS(amount) AND NOT EXISTS(missing)")]
    [InlineData("amount + 10 * 2 = 170 AND (amount + 10) * 2 = 320 AND -amount < 0 AND amount % 100 = 50")]
    [InlineData("urgent AND urgent = TRUE")]
    [InlineData("ratio > 0.49 AND ratio < 5E-1 + 0.01")]
    public void Filter_ThatHolds_TakesTheMessage(string expression) => Assert.True(SqlFilter.Parse(expression)(Message));

    [Theory]
    [InlineData("amount = 151")]
    [InlineData("missing = 1")]
    [InlineData("missing <> 1")]
    [InlineData("NOT missing = 1")]
    [InlineData("missing NOT IN (1)")]
    [InlineData("missing NOT LIKE '%'")]
    [InlineData("amount = '150'")]
    [InlineData("currency = 'eur'")]
    [InlineData("amount / 0 = 1")]
    [InlineData("urgent = FALSE OR amount")]
    [InlineData("line LIKE 'EUR'")]
    public void Filter_ThatIsFalseOrUnknown_DoesNotTakeTheMessage(string expression) => Assert.False(SqlFilter.Parse(expression)(Message));

    [Theory]
    [InlineData("amount >")]
    [InlineData("amount = 1 2")]
    [InlineData("(amount = 1")]
    [InlineData("amount IN ()")]
    [InlineData("amount LIKE 5")]
    [InlineData("amount = 'open")]
    [InlineData("amount ; 1")]
    public void Filter_ThatIsWrong_IsRefusedWithItsText(string expression) =>
        Assert.Contains(expression, Assert.Throws<ArgumentException>(() => SqlFilter.Parse(expression)).Message, StringComparison.Ordinal);

    private static AmqpAnnotatedMessage Sample()
    {
        var message = new AmqpAnnotatedMessage(AmqpMessageBody.FromData([new byte[1]]));
        message.Properties.Subject = "Paid";
        message.Properties.MessageId = new AmqpMessageId("m-1");
        message.Properties.GroupId = "s-1";
        foreach (var (name, value) in new Dictionary<string, object>
        {
            ["amount"] = 150,
            ["price"] = 1.10m,
            ["ratio"] = 0.5,
            ["currency"] = "EUR",
            ["urgent"] = true,
            ["odd name"] = "x'y",
            ["percent"] = "50%",
            ["line"] = "EUR\n",
        })
        {
            message.ApplicationProperties[name] = value;
        }

        return message;
    }
}
