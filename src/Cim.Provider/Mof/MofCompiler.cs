using System.Collections.Frozen;
using Cim.Provider.Mof.Checks;
using Cim.Provider.Mof.Parsing;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof;

/// <summary>Compiles MOF: the whole language of DSP0004 2.x, and what compilers of others take besides.</summary>
/// <remarks>
/// Files are read first and checked then as one: a class may stand before its superclass. Whatever is wrong is told together, up to a
/// limit; where there is an error there is no result, so nothing is ever half compiled.
/// </remarks>
public sealed class MofCompiler(IMofSource source, MofLimits? limits = null)
{
    /// <summary>The namespace that is in force where no pragma names one.</summary>
    public const string UsualNamespace = "root/cimv2";

    private static readonly FrozenDictionary<string, CimNamespace> Nothing = FrozenDictionary<string, CimNamespace>.Empty;

    private readonly MofLimits limits = limits ?? new();

    /// <summary>Compiles a file and those that it includes.</summary>
    /// <param name="file">The name of the file, as the source knows it.</param>
    /// <param name="space">The namespace in force at its beginning.</param>
    /// <param name="known">What is there already, by namespace: qualifier types and classes to build on. A declaration of the same name takes its place.</param>
    /// <param name="names">The one name of a namespace that has several; null where there is no such namespace. Without it every namespace is there.</param>
    public MofResult Compile(
        string file, string space = UsualNamespace, IReadOnlyDictionary<string, CimNamespace>? known = null, Func<string, string?>? names = null)
    {
        var diagnostics = new Diagnostics(limits.Errors);
        var reading = new Reading(source, limits, diagnostics) { Namespace = space, Names = names };
        var checking = new Checking(known ?? Nothing, limits, diagnostics);
        try
        {
            reading.First(file);
            checking.Check(reading.Declarations);
        }
        catch (MofStop)
        {
            // The reason is among the diagnostics.
        }

        return new(diagnostics.Errors == 0 ? [.. checking.Finished] : [], [.. diagnostics.Sorted], reading.Files, reading.Bytes);
    }
}
