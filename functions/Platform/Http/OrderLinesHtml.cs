using System.Text;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The lines of an order with their total, as HTML; kit/parts.js draws the same.</summary>
internal static class OrderLinesHtml
{
    /// <param name="words">The reader's.</param>
    /// <param name="order">Whose shipping, tax and total they are.</param>
    /// <param name="lines">Those that are shown.</param>
    /// <param name="total">What the total is called, as text.</param>
    public static string Of(PageWords words, Order order, IEnumerable<OrderLine> lines, string total)
    {
        var html = new StringBuilder("<table class=\"lines\"><tbody>");
        foreach (var line in lines)
            Row(html, $"{line.Quantity} × {PageWords.Foreign(line.Description)}", words.Amount(line.Total()));
        if (order.Shipping.MinorUnits > 0)
            Row(html, words.Html("shipping"), words.Amount(order.Shipping));
        if (order.Tax.MinorUnits > 0)
            Row(html, words.Html("tax"), words.Amount(order.Tax));
        return html.Append("</tbody><tfoot><tr><th scope=\"row\">").Append(System.Net.WebUtility.HtmlEncode(total)).Append("</th><td>")
            .Append(words.Amount(order.Total)).Append("</td></tr></tfoot></table>").ToString();
    }

    private static void Row(StringBuilder html, string what, string amount) =>
        html.Append("<tr><td>").Append(what).Append("</td><td>").Append(amount).Append("</td></tr>");
}
