using System.Globalization;
using System.Net;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Moving;

/// <summary>The options of <c>VM.migrate</c>, those of Xend; its clients send all of them, with 0, None or nothing where they want none. Others are passed over, as Xend did.</summary>
/// <param name="Port">The port of the other host; null for the usual one.</param>
/// <param name="WantsTls">Whether it is reached by TLS, and not by SSH.</param>
/// <param name="ChangesHome">Whether the machine's record goes with it.</param>
internal sealed record MoveOptions(int? Port, bool WantsTls, bool ChangesHome)
{
    /// <summary>Reads them.</summary>
    public static MoveOptions Of(Map<string, string> options) => new(PortOf(options.GetOr("port", "")), Is(options, "ssl"), Is(options, "change_home_server"));

    private static bool Is(Map<string, string> options, string name) => options.GetOr(name, "") is var text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static int? PortOf(string text) => text is "" or "0" or "None" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= IPEndPoint.MaxPort ? port
        : throw Errors.ValueNotSupported("port", Collections.Shortened(text), $"must be a port from 1 to {IPEndPoint.MaxPort}, or 0 for the usual one");
}
