using System.Text;
using System.Text.Json;

namespace XenApi.Server.Doctor;

/// <summary>An examination in words, and for programs.</summary>
internal static class Report
{
    private const int SubjectChars = 12;

    /// <summary>One line a check: the verdict, the subject, what was found, what to do; the last line has the sums.</summary>
    public static string Text(Examination examination)
    {
        var text = new StringBuilder();
        foreach (var finding in examination.Findings)
        {
            text.Append($"{Word(finding.Verdict),-5} {finding.Subject.PadRight(SubjectChars)} {finding.Text}.");
            text.Append(finding.Advice is { } advice ? " " + advice : "").Append('\n');
        }

        return text.Append($"{examination.Count(Verdict.Ok)} ok, {examination.Count(Verdict.Warn)} warn, {examination.Count(Verdict.Fail)} fail\n").ToString().Replace("..", ".", StringComparison.Ordinal);
    }

    /// <summary>The same as JSON.</summary>
    public static string Json(Examination examination)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("hypervisor", examination.UsesXen ? "xen" : "simulated");
            json.WriteBoolean("sound", examination.IsSound);
            json.WriteStartArray("findings");
            foreach (var finding in examination.Findings)
            {
                json.WriteStartObject();
                json.WriteString("subject", finding.Subject);
                json.WriteString("verdict", Word(finding.Verdict));
                json.WriteString("text", finding.Text);
                json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        _ => "fail",
    };
}
