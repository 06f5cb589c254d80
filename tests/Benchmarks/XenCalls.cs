using System.Globalization;
using System.Text;

namespace XenCim.Benchmarks;

/// <summary>The bytes of calls, and what is needed of their answers.</summary>
internal static class XenCalls
{
    public static byte[] Of(string method, params string[] parameters) => Connection.Request(Encoding.UTF8.GetBytes(
        $"<?xml version=\"1.0\"?><methodCall><methodName>{method}</methodName><params>{string.Concat(parameters.Select(p => $"<param><value>{p}</value></param>"))}</params></methodCall>"));

    public static string Text(string value) => $"<string>{value}</string>";

    public static string Machine(string name) =>
        $"<struct>{Member("name_label", name)}{Member("memory_static_max", Mega(64))}{Member("memory_dynamic_max", Mega(64))}{Member("memory_dynamic_min", Mega(32))}"
        + $"{Member("memory_static_min", Mega(32))}{Member("VCPUs_max", "1")}{Member("VCPUs_at_startup", "1")}{Member("PV_kernel", "/boot/vmlinuz")}</struct>";

    public static async Task<string> LoginAsync(Connection connection, string name = "") =>
        Value(await connection.AskAsync(Of("session.login_with_password", Text(name), Text(""))));

    /// <summary>The text of the result.</summary>
    public static string Value(byte[] answer)
    {
        var text = Encoding.UTF8.GetString(answer);
        const string Mark = "<name>Value</name><value><string>";
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? throw new InvalidOperationException(text[..Math.Min(600, text.Length)]) : text[(at + Mark.Length)..text.IndexOf('<', at + Mark.Length)];
    }

    /// <summary>Makes so many machines, over several connections; gives the last one.</summary>
    public static async Task<string> FillAsync(Uri address, int machines, int from = 0)
    {
        var last = "";
        await Parallel.ForEachAsync(Enumerable.Range(0, 32), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (part, _) =>
        {
            using var connection = new Connection(address);
            var session = await LoginAsync(connection);
            for (var i = from + part; i < machines; i += 32)
            {
                last = Value(await connection.AskAsync(Of("VM.create", Text(session), Machine($"machine {i}"))));
            }
        });
        return last;
    }

    private static string Member(string name, string value) => $"<member><name>{name}</name><value><string>{value}</string></value></member>";

    private static string Mega(long value) => (value << 20).ToString(CultureInfo.InvariantCulture);
}
