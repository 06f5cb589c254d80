namespace XenApi.Server.Settings;

/// <summary>A setting that cannot be taken: which, what it was, and what it takes. Nothing has been started.</summary>
internal sealed class SettingException(string setting, string? value, string accepted, Exception? cause = null)
    : Exception(value is null ? $"The setting {setting} is missing; {accepted}." : $"The setting {setting} is \"{value}\"; {accepted}.", cause)
{
    /// <summary>The name of the setting, as in the configuration file.</summary>
    public string Setting => setting;
}
