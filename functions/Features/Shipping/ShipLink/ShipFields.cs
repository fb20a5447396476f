using System.Net;
using System.Text;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The fields for carrier and number, as HTML: with the previous input and its error.</summary>
internal static class ShipFields
{
    public static string Of(PageWords words, ShipForm form)
    {
        var html = new StringBuilder();
        // The field for another carrier's name is hidden unless that is chosen: the error is shown where it is visible.
        var (atChoice, atName) = form.Carrier == Carriers.Other ? ("", "carrier") : ("carrier", "");
        var error = Error(words, form, atChoice);
        html.Append($"<div class=\"field\"><label for=\"carrier\">{words.Html("carrier")}</label>")
            .Append($"<select id=\"carrier\" name=\"carrier\"{Marked("carrier", error)}>");
        Option(html, "", words.Text("carrier-none"), form.Carrier);
        foreach (var carrier in Carriers.Known)
            Option(html, carrier.Code, carrier.Name, form.Carrier);
        Option(html, Carriers.Other, words.Text("carrier-other"), form.Carrier);
        html.Append("</select>").Append(Said("carrier", error)).Append("</div>");

        Input(html, words, form, "otherCarrier", "other", form.OtherCarrier, atName);
        Input(html, words, form, "trackingNumber", "number", form.Number, "trackingNumber");
        if (form.IsDoubted || form.IsSure)
        {
            html.Append("<p><label class=\"check\"><input type=\"checkbox\" name=\"sure\" value=\"yes\"")
                .Append(form.IsSure ? " checked> " : "> ").Append(words.Html("sure")).Append("</label></p>");
        }

        return html.ToString();
    }

    private static void Option(StringBuilder html, string value, string text, string chosen) =>
        html.Append($"<option value=\"{WebUtility.HtmlEncode(value)}\"{(value == chosen ? " selected" : "")}>")
            .Append($"{WebUtility.HtmlEncode(text)}</option>");

    private static void Input(StringBuilder html, PageWords words, ShipForm form, string name, string label, string value, string field)
    {
        var error = Error(words, form, field);
        html.Append($"<div class=\"field {name}\"><label for=\"{name}\">{words.Html(label)}</label>")
            .Append($"<input id=\"{name}\" name=\"{name}\" maxlength=\"64\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"")
            .Append($" value=\"{WebUtility.HtmlEncode(value)}\"{Marked(name, error)}>{Said(name, error)}</div>");
    }

    private static string Marked(string name, string? error) =>
        error is null ? "" : $" aria-invalid=\"true\" aria-describedby=\"{name}-error\" autofocus";

    private static string Said(string name, string? error) =>
        error is null ? "" : $"<p class=\"error\" id=\"{name}-error\" role=\"alert\">{error}</p>";

    private static string? Error(PageWords words, ShipForm form, string field)
    {
        if (form.IsDoubted && field == "trackingNumber")
            return Doubt(words, form.Named);
        if (form.Fault is not { } fault || fault.Field != field)
            return null;
        foreach (var key in (string[])[$"error.{fault.Code}.{field}", $"error.{fault.Code}"])
        {
            if (words.Knows(key))
                return words.Html(key);
        }

        return WebUtility.HtmlEncode(fault.Detail);
    }

    private static string Doubt(PageWords words, string named)
    {
        var known = Carriers.Find(named);
        var says = words.Html("doubtful", ("carrier", PageWords.Foreign(known?.Name ?? named)));
        if (known is null)
            return says;
        var form = new PageWords(words.Locale, "carriers").Html($"carrier-form.{known.Code}");
        return $"{says} {words.Html("form", ("carrier", known.Name), ("form", form))}";
    }
}
