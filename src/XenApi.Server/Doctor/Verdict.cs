namespace XenApi.Server.Doctor;

/// <summary>What a check comes to.</summary>
internal enum Verdict
{
    /// <summary>It is as it shall be.</summary>
    Ok,

    /// <summary>The server runs, and something will be missing or may surprise.</summary>
    Warn,

    /// <summary>The server does not run, or no machine does.</summary>
    Fail,
}
