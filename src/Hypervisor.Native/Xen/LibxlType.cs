using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>A structure of libxenlight by its name: how it is begun, read as JSON, filled from JSON, and given up.</summary>
internal sealed unsafe class LibxlType
{
    /// <summary>More than the largest structure has by far: domain_config of Xen 4.17 has 1,288 octets.</summary>
    public const int MostBytes = 64 * 1024;

    private readonly delegate* unmanaged<nint, void> init;
    private readonly delegate* unmanaged<nint, void> dispose;
    private readonly delegate* unmanaged<nint, nint, nint> toJson;
    private readonly delegate* unmanaged<nint, nint, nint, int> fromJson;

    public LibxlType(string name)
    {
        Name = name;
        init = (delegate* unmanaged<nint, void>)LibxlLibrary.Find($"libxl_{name}_init");
        dispose = (delegate* unmanaged<nint, void>)LibxlLibrary.Find($"libxl_{name}_dispose");
        toJson = (delegate* unmanaged<nint, nint, nint>)LibxlLibrary.Find($"libxl_{name}_to_json");
        fromJson = (delegate* unmanaged<nint, nint, nint, int>)LibxlLibrary.Find($"libxl_{name}_from_json");
        SizeBytes = new(Measure);
    }

    /// <summary>Its name, without libxl_.</summary>
    public string Name { get; }

    /// <summary>How far it is from one to the next in an array.</summary>
    public Lazy<int> SizeBytes { get; }

    /// <summary>Whether this version of the library has it.</summary>
    public bool IsKnown => toJson != null;

    /// <summary>Begins a structure.</summary>
    public void Init(nint at)
    {
        if (init != null)
        {
            init(at);
        }
    }

    /// <summary>Gives up what a structure holds.</summary>
    public void Dispose(nint at)
    {
        if (dispose != null)
        {
            dispose(at);
        }
    }

    /// <summary>A structure as JSON.</summary>
    public string ToJson(nint context, nint at) =>
        Libxl.TakeText(toJson(context, at)) ?? throw new HypervisorException(HypervisorFault.Failed, $"libxl_{Name}_to_json answered nothing.");

    /// <summary>Fills a structure.</summary>
    public int FromJson(nint context, nint at, string json)
    {
        var text = Marshal.StringToCoTaskMemUTF8(json);
        try
        {
            return fromJson(context, at, text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    // A structure begins as a whole, padding included: what its init leaves of one pattern and of another is behind it.
    private int Measure()
    {
        var buffer = (byte*)NativeMemory.Alloc(MostBytes);
        try
        {
            return Math.Max(End(buffer, 0xA5), End(buffer, 0x5A));
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    private int End(byte* buffer, byte pattern)
    {
        var all = new Span<byte>(buffer, MostBytes);
        all.Fill(pattern);
        Init((nint)buffer);
        return all.LastIndexOfAnyExcept(pattern) + 1;
    }
}
