using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class WebhookBodiesTests
{
    [Fact]
    public async Task Use_OfMoreBytesThanMayBeInHand_AsksToComeAgainAndHasRoomAfterwards()
    {
        var bodies = new WebhookBodies(beginningsAtMost: 1_000);
        var first = new TaskCompletionSource();
        var held = bodies.UseAsync(Request(new byte[900]), _ => first.Task, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            bodies.UseAsync(Request(new byte[200]), _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal((503, "too-many-bodies"), (refused.Status, refused.Code));
        Assert.NotNull(refused.RetryAfterSeconds);

        first.SetResult();
        await held;
        var taken = 0;
        await bodies.UseAsync(Request(new byte[1_000]), body => Task.FromResult(taken = body.Length), CancellationToken.None);
        Assert.Equal(1_000, taken);
    }

    /// <summary>Eight forged bodies of the maximum size, sent slowly, once kept every real webhook out.</summary>
    [Fact]
    public async Task Use_OfAnEventOfTheUsualSize_HasRoomWhateverLargeBodiesAreInHand()
    {
        var bodies = new WebhookBodies();
        var end = new TaskCompletionSource();
        List<Task> forged = [];
        for (var i = 0; i < 7; i++)
            forged.Add(bodies.UseAsync(Request(new byte[WebhookBodies.Largest]), _ => end.Task, CancellationToken.None));
        await Assert.ThrowsAsync<ProblemException>(
            () => bodies.UseAsync(Request(new byte[WebhookBodies.Largest]), _ => end.Task, CancellationToken.None));

        var taken = 0;
        await bodies.UseAsync(
            Request(new byte[WebhookBodies.Beginning]), body => Task.FromResult(taken = body.Length), CancellationToken.None);

        Assert.Equal(WebhookBodies.Beginning, taken);
        end.SetResult();
        await Task.WhenAll(forged);
    }

    [Fact]
    public async Task Use_ThatFails_GivesItsRoomBack()
    {
        var bodies = new WebhookBodies(beginningsAtMost: 1_000);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                bodies.UseAsync(Request(new byte[900]), _ => throw new InvalidOperationException(), CancellationToken.None));
    }

    [Fact]
    public async Task Use_OfABodyThatIsAnnouncedTooLarge_ReadsNothing()
    {
        var request = Request([]);
        request.ContentLength = WebhookBodies.Largest + 1;
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            new WebhookBodies().UseAsync(request, _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal(413, refused.Status);
    }

    [Fact]
    public async Task Use_OfABodyThatGrowsTooLarge_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            new WebhookBodies().UseAsync(Request(new byte[WebhookBodies.Largest + 1]), _ => Task.CompletedTask, CancellationToken.None));
        Assert.Equal(413, refused.Status);
    }

    private static HttpRequest Request(byte[] body) => new DefaultHttpContext { Request = { Body = new MemoryStream(body) } }.Request;
}
