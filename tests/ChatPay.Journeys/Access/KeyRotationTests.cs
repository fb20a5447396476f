using System.Net.Http.Headers;
using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Access;

/// <summary>The issuer rotates its key while the app runs.</summary>
public sealed class KeyRotationTests(JourneyPlatform platform) : IClassFixture<JourneyPlatform>
{
    [Fact]
    public async Task Issuer_RotatesItsKey_NoValidCallIsRefusedAndNoOldKeyIsAcceptedAfterItsEnd()
    {
        var (identity, clock) = (platform.Local.Identity, platform.Local.Clock);
        for (var rotation = 0; rotation < 3; rotation++)
        {
            // Unknown keys trigger a refresh at most every ten seconds.
            await clock.AdvanceAsync(TimeSpan.FromMinutes(1));
            var before = identity.IssueToken("rotating", ["buyer"], lifetime: TimeSpan.FromDays(30));
            Assert.Equal(200, await StatusAsync(before));
            identity.RotateKey();
            var after = identity.IssueToken("rotating", ["buyer"], lifetime: TimeSpan.FromDays(30));
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StatusAsync(i % 2 == 0 ? before : after)));
            Assert.All(answers, status => Assert.Equal(200, status));

            await clock.AdvanceAsync(TimeSpan.FromDays(2));
            Assert.Equal(200, await StatusAsync(after));
            Assert.Equal(401, await StatusAsync(before));
        }
    }

    private async Task<int> StatusAsync(string token)
    {
#pragma warning disable RS0030 // A client outside of the app.
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Local.Address, "api/v1/conversations"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
