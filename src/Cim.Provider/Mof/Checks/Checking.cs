using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Makes a schema of what was read, in four rounds: qualifier types, classes, what classes say of each other, instances.</summary>
internal sealed class Checking(IReadOnlyDictionary<string, CimNamespace> known, MofLimits limits, Diagnostics diagnostics)
{
    private readonly Spaces spaces = new(known, limits);

    public IEnumerable<CimNamespace> Finished => spaces.Finished;

    public void Check(List<DeclarationSyntax> declarations)
    {
        var values = new ValueCheck(diagnostics);
        var qualifiers = new QualifierCheck(diagnostics, values);
        foreach (var type in declarations.OfType<QualifierTypeSyntax>())
        {
            qualifiers.Declare(type, spaces[type.Namespace]);
        }

        var making = new ClassCheck(diagnostics, qualifiers, values, limits);
        Classes([.. declarations.OfType<ClassSyntax>().Where(IsFirst)], making);

        var instances = new InstanceCheck(diagnostics, values, qualifiers, making, spaces, limits);
        foreach (var instance in declarations.OfType<InstanceSyntax>())
        {
            instances.Name(instance);
        }

        foreach (var instance in declarations.OfType<InstanceSyntax>())
        {
            instances.Make(instance);
        }
    }

    private void Classes(List<ClassSyntax> classes, ClassCheck making)
    {
        foreach (var type in classes)
        {
            making.Make(type, spaces[type.Namespace]);
        }

        var rules = new ClassRules(diagnostics);
        foreach (var type in classes)
        {
            rules.Check(type, spaces[type.Namespace]);
        }
    }

    private bool IsFirst(ClassSyntax type)
    {
        var declared = spaces[type.Namespace].Declared;
        if (declared.TryAdd(type.Name.Text, type))
        {
            return true;
        }

        var first = declared[type.Name.Text];
        diagnostics.Error(type.Text, type.Name.Offset, $"the class '{type.Name}' is declared already, at {first.Text.Name}:{first.Text.LineOf(first.Name.Offset)}");
        return false;
    }
}
