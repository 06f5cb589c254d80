using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>One compilation while it reads: the files, what they declare, and the namespace that is in force.</summary>
internal sealed class Reading(IMofSource source, MofLimits limits, Diagnostics diagnostics)
{
    private readonly HashSet<(string File, string Namespace)> read = [];
    private readonly Stack<string> open = [];
    private readonly StringPool pool = new();
    private readonly TextBuffer buffer = new();

    public MofLimits Limits => limits;

    public Diagnostics Diagnostics => diagnostics;

    public List<DeclarationSyntax> Declarations { get; } = [];

    /// <summary>The namespace in force; a pragma changes it for all that follows, in whatever file.</summary>
    public required string Namespace { get; set; }

    /// <summary>The one name of a namespace that has several, or null where there is none; without it every namespace is there.</summary>
    public Func<string, string?>? Names { get; init; }

    public int Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Reads the first file.</summary>
    public void First(string file)
    {
        var text = new MofText(file, 0, "");
        Include(file, text, 0, includer: null);
    }

    /// <summary>Reads a file that another one includes. What was read into the namespace in force already is not read again.</summary>
    public void Include(string name, MofText text, int offset, string? includer)
    {
        var file = source.Find(name, includer);
        if (file is null)
        {
            diagnostics.Error(text, offset, includer is null ? $"the file '{name}' is not there" : $"the included file '{name}' is not there, or lies outside the folder");
            return;
        }

        if (open.Contains(file))
        {
            diagnostics.Error(text, offset, $"the file '{file}' includes itself");
            return;
        }

        if (open.Count > limits.IncludeDepth)
        {
            throw diagnostics.Fatal(text, offset, $"files include files more than {limits.IncludeDepth} deep");
        }

        if (read.Add((file, Namespace)) && Read(file, text, offset) is { } content)
        {
            open.Push(file);
            Parse(new(file, Files, content));
            open.Pop();
        }
    }

    /// <summary>Reads a text.</summary>
    public void Parse(MofText text)
    {
        var cursor = new Cursor(new(text, pool, buffer, diagnostics), diagnostics, limits);
        new FileParser(this, cursor).File();
    }

    /// <summary>Keeps a declaration.</summary>
    public void Add(DeclarationSyntax declaration, int offset)
    {
        if (Declarations.Count == limits.Declarations)
        {
            throw diagnostics.Fatal(declaration.Text, offset, $"there are more than {limits.Declarations} declarations");
        }

        Declarations.Add(declaration);
    }

    private string? Read(string file, MofText text, int offset)
    {
        if (Files == limits.Files)
        {
            throw diagnostics.Fatal(text, offset, $"there are more than {limits.Files} files");
        }

        byte[] bytes;
        try
        {
            bytes = source.Read(file, limits.FileBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(text, offset, $"the file '{file}' cannot be read: {e.Message}");
            return null;
        }

        Files++;
        Bytes += bytes.Length;
        if (bytes.Length > limits.FileBytes || Bytes > limits.TotalBytes)
        {
            throw diagnostics.Fatal(text, offset, bytes.Length > limits.FileBytes
                ? $"the file '{file}' is larger than {limits.FileBytes} bytes"
                : $"all files together are larger than {limits.TotalBytes} bytes");
        }

        var content = MofText.Decode(bytes);
        if (content is null)
        {
            diagnostics.Error(text, offset, $"the file '{file}' is neither UTF-8 nor UTF-16 with a byte order mark");
        }

        return content;
    }
}
