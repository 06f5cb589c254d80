using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>A structure of libxenlight in memory of its own, whose layout nobody here knows.</summary>
internal sealed unsafe class LibxlValue : IDisposable
{
    private readonly LibxlContext context;
    private readonly LibxlType type;
    private nint at;

    /// <summary>A structure with the library's own defaults.</summary>
    public LibxlValue(LibxlContext context, LibxlType type)
    {
        (this.context, this.type) = (context, type);
        at = (nint)NativeMemory.AllocZeroed(LibxlType.MostBytes);
        type.Init(at);
    }

    /// <summary>A structure with what is wanted of it; an error where this version of the library does not take all of it.</summary>
    public LibxlValue(LibxlContext context, LibxlType type, JsonObject wanted)
        : this(context, type)
    {
        var code = type.FromJson(context.Handle, at, wanted.ToJsonString());
        if (code != 0 || Lost(wanted) is { } lost && lost.Length > 0)
        {
            var what = code != 0 ? $"error {code}" : $"it does not know {Lost(wanted)}";
            Dispose();
            throw new HypervisorException(HypervisorFault.Unsupported, $"The libxenlight of this host does not take the {type.Name}: {what}.");
        }
    }

    /// <summary>Its address.</summary>
    public nint At => at;

    /// <summary>What it holds.</summary>
    public JsonElement Read() => LibxlJson.Parse(type.ToJson(context.Handle, at));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (at != 0)
        {
            type.Dispose(at);
            NativeMemory.Free((void*)at);
            at = 0;
        }
    }

    // What the library does not know it passes over without a word.
    private string Lost(JsonObject wanted) => LibxlJson.FirstLost(wanted, Read());
}
