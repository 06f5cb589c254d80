using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Operations;

/// <summary>The table of what is served is made of the schema as it is served: a change of it is a visible difference.</summary>
public sealed class ServedTableTests
{
    [Fact]
    public async Task The_table_says_what_is_served()
    {
        await using var world = await CimWorld.StartAsync();
        var table = Table(world.Cim.Catalog);
        var file = Path.Combine(SourceTree.Root, "docs", "cim-classes.md");
        if (Environment.GetEnvironmentVariable("XENCIM_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, table);
        }

        (await File.ReadAllTextAsync(file)).Should().Be(table, "XENCIM_ACCEPT=1 accepts a change of the schema");
    }

    private static string Table(Catalog catalog)
    {
        var text = new StringBuilder("""
            # What is served as CIM

            This page is made by a test from the served schema. For each class: which objects of the Xen API make its instances, and which of their fields
            make its properties, in the language that `mof/README.md` explains. A property in quotes or a number is the same for all instances. What is listed
            as NULL nothing in the served Xen API tells: it is never made up.


            """);
        foreach (var space in catalog.Spaces)
        {
            var served = space.Sources.Values.OrderBy(source => source.Class.IsAssociation).ThenBy(source => source.Class.Name, StringComparer.Ordinal).ToList();
            text.Append($"## Namespace {space.Name}: {served.Count(s => !s.Class.IsAssociation)} classes, {served.Count(s => s.Class.IsAssociation)} associations\n\n");
            foreach (var c in served.Select(source => source.Class))
            {
                Write(text, c);
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder text, ResolvedClass c)
    {
        text.Append($"### {c.Name} : {c.Superclass!.Name}\n\n");
        string[] from = [.. c.TextsOf("Xen_Source")], ends = [.. c.TextsOf("Xen_Ends")];
        text.Append(from.Length > 0 ? $"From {string.Join(" and ", from.Select(one => $"`{one}`"))}.\n\n" : ends.Length > 0 ? "" : "Declared.\n\n");
        foreach (var end in ends)
        {
            text.Append($"- `{end}`\n");
        }

        text.Append(ends.Length > 0 ? "\n" : "");
        var known = c.Properties.Where(property => !property.IsReference && (property.TextsOf("Xen_Value").Any() || !property.Default.IsNull)).ToList();
        if (known.Count > 0)
        {
            text.Append("| property | type | value |\n|---|---|---|\n");
            foreach (var property in known)
            {
                string[] values = [.. property.TextsOf("Xen_Value")];
                var value = values.Length > 0 ? string.Join("<br>", values.Select(one => $"`{one.Replace("|", "\\|", StringComparison.Ordinal)}`")) : property.Default.ToString();
                text.Append($"| {property.Name}{(property.IsKey ? " (key)" : "")}{(property.Is("Write") ? " (can be changed)" : "")} | {property.Slot} | {value} |\n");
            }

            text.Append('\n');
        }

        string[] none = [.. c.Properties.Where(property => !property.IsReference && !known.Contains(property)).Select(property => property.Name)];
        text.Append(from.Length > 0 && none.Length > 0 ? $"NULL: {string.Join(", ", none)}.\n\n" : "");
    }
}
