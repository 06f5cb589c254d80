namespace XenApi.Core;

/// <summary>What the program says of itself.</summary>
public static class Product
{
    /// <summary>Its version.</summary>
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The name under which it tells measurements and spans.</summary>
    public const string Telemetry = "XenCim";
}
