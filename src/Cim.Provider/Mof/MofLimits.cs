namespace Cim.Provider.Mof;

/// <summary>How much a compilation takes in. Past a limit it stops with an error that names it.</summary>
public sealed record MofLimits
{
    /// <summary>The size of one file, in bytes.</summary>
    public int FileBytes { get; init; } = 16 << 20;

    /// <summary>The size of all files together, in bytes.</summary>
    public long TotalBytes { get; init; } = 256L << 20;

    /// <summary>How many files are read.</summary>
    public int Files { get; init; } = 20_000;

    /// <summary>How deep files include files.</summary>
    public int IncludeDepth { get; init; } = 32;

    /// <summary>How deep instances stand in instances.</summary>
    public int Nesting { get; init; } = 16;

    /// <summary>How many classes stand above a class.</summary>
    public int Superclasses { get; init; } = 64;

    /// <summary>The length of a name, in characters.</summary>
    public int NameLength { get; init; } = 256;

    /// <summary>The items of one list: of an array, of the qualifiers of an element, of the parameters of a method, of the features of a class.</summary>
    public int Items { get; init; } = 65_536;

    /// <summary>How many classes, instances and qualifier types there are together.</summary>
    public int Declarations { get; init; } = 1_000_000;

    /// <summary>After how many errors the rest is not looked at.</summary>
    public int Errors { get; init; } = 100;
}
