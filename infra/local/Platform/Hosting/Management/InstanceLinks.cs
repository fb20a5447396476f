using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Hosting.Management;

/// <summary>The management URLs of an instance. They contain the system key, as in the official host: for operators, not for
/// buyers.</summary>
internal sealed class InstanceLinks(string key, string hub)
{
    public string Status(HttpRequest request, string id) => Link(request, id, "", "");

    public object All(HttpRequest request, string id) => new
    {
        id,
        statusQueryGetUri = Status(request, id),
        sendEventPostUri = Link(request, id, "/raiseEvent/{eventName}", ""),
        terminatePostUri = Link(request, id, "/terminate", "reason={text}&"),
        rewindPostUri = Link(request, id, "/rewind", "reason={text}&"),
        purgeHistoryDeleteUri = Status(request, id),
        restartPostUri = Link(request, id, "/restart", ""),
        suspendPostUri = Link(request, id, "/suspend", "reason={text}&"),
        resumePostUri = Link(request, id, "/resume", "reason={text}&"),
    };

    private string Link(HttpRequest request, string id, string action, string parameters) =>
        $"{request.Scheme}://{request.Host}{ManagementApi.Root}/instances/{Uri.EscapeDataString(id)}{action}?{parameters}taskHub={Uri.EscapeDataString(hub)}&connection=Storage&code={Uri.EscapeDataString(key)}";
}
