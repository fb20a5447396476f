using System.Text;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The lines of an order with their total, as HTML; kit/parts.js renders the same.</summary>
internal static class OrderLinesHtml
{
    /// <param name="words">The words of the reader's language.</param>
    /// <param name="order">The order with shipping, tax and total.</param>
    /// <param name="lines">The lines to show.</param>
    /// <param name="total">The label of the total, as text.</param>
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
