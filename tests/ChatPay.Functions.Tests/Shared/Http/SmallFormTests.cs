using System.Text;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class SmallFormTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("", null, "")]
    [InlineData("carrier=USPS&trackingNumber=94+00", Form, "carrier=USPS;trackingNumber=94 00")]
    [InlineData("Carrier=a&carrier=b", Form + "; charset=utf-8", "Carrier=b")]
    [InlineData("=x&a=", Form, "=x;a=")]
    [InlineData("a=%C3%28%zz", Form, "a=%C3(%zz")]
    public async Task Read_OfAForm_HasTheLastValueOfEachField(string body, string? type, string fields) =>
        Assert.Equal(fields, string.Join(';', (await ReadAsync(body, type)).Select(f => $"{f.Key}={f.Value}")));

    [Theory]
    [InlineData("{}", "application/json", 415)]
    [InlineData("x", null, 415)]
    [InlineData("--x\r\n\r\n", "multipart/form-data; boundary=x", 415)]
    public async Task Read_OfAnotherKindOfBody_IsRefused(string body, string? type, int status) =>
        Assert.Equal(status, (await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body, type))).Status);

    [Fact]
    public async Task Read_OfTooManyFieldsOrBytes_IsRefused()
    {
        var many = string.Join('&', Enumerable.Range(0, 40).Select(i => $"f{i}=x"));
        Assert.Equal((400, "form-invalid"), Refusal(await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(many, Form))));
        Assert.Equal(
            (413, "body-too-large"),
            Refusal(await Assert.ThrowsAsync<ProblemException>(() => ReadAsync("a=" + new string('x', 5_000), Form))));
    }

    private static (int, string) Refusal(ProblemException e) => (e.Status, e.Code);

    private static Task<IReadOnlyDictionary<string, string>> ReadAsync(string body, string? type)
    {
        var request = new DefaultHttpContext
        {
            Request = { Body = new MemoryStream(Encoding.UTF8.GetBytes(body)), ContentType = type },
        }.Request;
        return SmallForm.ReadAsync(request, 4_096, CancellationToken.None);
    }
}
