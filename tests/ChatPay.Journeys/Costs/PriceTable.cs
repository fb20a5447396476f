using System.Globalization;
using System.Text;

namespace ChatPay.Journeys.Costs;

/// <summary>The cost of 1,000 sales on Azure at list price, computed from the counts of one. PRICE.md gives the sources of prices and
/// assumptions.</summary>
/// <param name="sale">The counts of one sale.</param>
/// <param name="isDurable">Whether a function of this name is an orchestrator or an activity.</param>
internal sealed class PriceTable(CostTable sale, Func<string, bool> isDurable)
{
    private const int Sales = 1000;

    // A message is sent, received under a lock, and completed.
    private const int OperationsOfAMessage = 3;

    // A turn or an activity takes a message from a queue and deletes it, writes history and instance, and sends what comes next.
    private const int StorageOfADurableExecution = 5;

    // Requests, dependencies and traces that pass the log levels of host.json.
    private const decimal LoggedKilobytesOfAnExecution = 2;

    public override string ToString()
    {
        var executions = sale.Total(Meter.Executions);
        var text = new StringBuilder("| | a sale | 1,000 sales | USD each | USD |\n|---|--:|--:|--:|--:|\n");
        var sum = 0m;
        Line("function executions", executions, 0.40m / 1_000_000);
        Line("GB-seconds, each execution alone: 1 s of 2 GB", executions * 2, 0.000026m);
        Line("requests to tables", sale.Total(Meter.Storage), 0.00036m / 10_000);
        var durable = sale.Total(Meter.Executions, isDurable);
        Line("storage operations of the orchestrations", durable * StorageOfADurableExecution, 0.004m / 10_000);
        Line("operations of Service Bus", sale.Total(Meter.Messages) * OperationsOfAMessage, 0.80m / 1_000_000);
        Line("operations of Key Vault", sale.Total(Meter.Vault), 0.03m / 10_000);
        Line("KB of logs", executions * LoggedKilobytesOfAnExecution, 2.76m / 1_000_000);
        return text.Append(CultureInfo.InvariantCulture, $"| **all** | | | | **{sum:0.00}** |\n").ToString();

        void Line(string meter, decimal ofASale, decimal price)
        {
            var cost = ofASale * Sales * price;
            sum += cost;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {meter} | {ofASale:0} | {ofASale * Sales:#,0} | {price:0.############} | {cost:0.00} |\n");
        }
    }
}
