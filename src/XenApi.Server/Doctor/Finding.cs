namespace XenApi.Server.Doctor;

/// <summary>One check: one line.</summary>
/// <param name="Subject">What was looked at, in a word.</param>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; null where nothing needs doing.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Text, string? Advice = null)
{
    /// <summary>It is as it shall be.</summary>
    public static Finding Ok(string subject, string text) => new(subject, Verdict.Ok, text);

    /// <summary>It will do for now.</summary>
    public static Finding Warn(string subject, string text, string advice) => new(subject, Verdict.Warn, text, advice);

    /// <summary>It will not do.</summary>
    public static Finding Fail(string subject, string text, string advice) => new(subject, Verdict.Fail, text, advice);
}
