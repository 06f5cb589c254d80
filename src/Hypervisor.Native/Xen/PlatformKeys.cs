using System.Globalization;
using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The settings of <c>VM.platform</c> that mean something to libxenlight, and where they go. Names are those of Xend and of
/// xl.cfg(5); others are passed over, as Xend did.
/// </summary>
internal static class PlatformKeys
{
    private enum Kind
    {
        Switch,
        Number,
        Word,
    }

    // Everything that every kind of guest has.
    private static readonly (string Key, string Member, Kind Kind)[] OfAll =
    [
        ("tsc_mode", "tsc_mode", Kind.Word),
        ("localtime", "localtime", Kind.Switch),
        ("nomigrate", "disable_migrate", Kind.Switch),
        ("rtc_timeoffset", "rtc_timeoffset", Kind.Number),
        ("nestedhvm", "nested_hvm", Kind.Switch),
        ("apic", "apic", Kind.Switch),
        ("acpi", "acpi", Kind.Switch),
        ("device_model", "device_model", Kind.Word),
        ("shadow_memory", "shadow_memkb", Kind.Number),
    ];

    // What only a PC has.
    private static readonly (string Key, string Member, Kind Kind)[] OfHvm =
    [
        ("pae", "pae", Kind.Switch),
        ("nx", "nx", Kind.Switch),
        ("hpet", "hpet", Kind.Switch),
        ("viridian", "viridian", Kind.Switch),
        ("usb", "usb", Kind.Switch),
        ("usbdevice", "usbdevice", Kind.Word),
        ("serial", "serial", Kind.Word),
        ("keymap", "keymap", Kind.Word),
        ("soundhw", "soundhw", Kind.Word),
        ("bios", "bios", Kind.Word),
        ("firmware", "firmware", Kind.Word),
        ("hdtype", "hdtype", Kind.Word),
        ("xen_platform_pci", "xen_platform_pci", Kind.Switch),
        ("nographic", "nographic", Kind.Switch),
    ];

    /// <summary>Writes what the settings say: into the build info, or into the part of the kind of guest.</summary>
    public static void Write(IReadOnlyDictionary<string, string> platform, string kind, JsonObject build, JsonObject own)
    {
        foreach (var (key, member, form) in OfAll)
        {
            // A paravirtual guest has neither.
            if (!(kind == "pv" && key is "apic" or "nestedhvm") && platform.TryGetValue(key, out var value))
            {
                build[member] = Of(key, value, form);
            }
        }

        if (kind != "hvm")
        {
            return;
        }

        foreach (var (key, member, form) in OfHvm)
        {
            if (platform.TryGetValue(key, out var value))
            {
                own[member] = Of(key, value, form);
            }
        }

        if (platform.TryGetValue("videoram", out var megabytes))
        {
            build["video_memkb"] = checked(Number("videoram", megabytes) * 1024);
        }

        if (IsOn(platform, "stdvga"))
        {
            own["vga"] = new JsonObject { ["kind"] = "std" };
        }
    }

    /// <summary>Whether one of the settings is on: 1 or true.</summary>
    public static bool IsOn(IReadOnlyDictionary<string, string> platform, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (platform.TryGetValue(key, out var value) && IsTrue(value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTrue(string value) => value is "1" or "true";

    private static JsonNode Of(string key, string value, Kind kind) => kind switch
    {
        Kind.Switch => IsTrue(value) ? LibxlJson.On : LibxlJson.Off,
        Kind.Number => Number(key, value),
        _ => value,
    };

    private static long Number(string key, string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new HypervisorException(HypervisorFault.Invalid, $"The platform setting {key} must be a number, not {value}.");
}
